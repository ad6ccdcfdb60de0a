package dev.sendpost.samples.benchmark;

import java.util.Set;

import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertyResolver;
import org.springframework.core.env.PropertySourcesPropertyResolver;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.util.Assert;

/**
 * Options such as {@code --rounds=5}, all of them bounded numbers.
 */
public final class CommandLine {

	private final PropertyResolver resolver;

	public CommandLine(String[] arguments, String... names) {
		SimpleCommandLinePropertySource source = new SimpleCommandLinePropertySource(arguments);
		for (String name : source.getPropertyNames()) {
			Assert.isTrue(Set.of(names).contains(name),
					() -> "Unknown option '" + name + "', known are " + Set.of(names));
		}
		MutablePropertySources sources = new MutablePropertySources();
		sources.addFirst(source);
		this.resolver = new PropertySourcesPropertyResolver(sources);
	}

	public int number(String name, int preset, int min, int max) {
		return bounded(name, this.resolver.getProperty(name, Integer.class, preset), min, max);
	}

	Integer[] numbers(String name, Integer[] preset, int min, int max) {
		Integer[] numbers = this.resolver.getProperty(name, Integer[].class, preset);
		for (Integer number : numbers) {
			bounded(name, number, min, max);
		}
		return numbers;
	}

	private static int bounded(String name, int number, int min, int max) {
		Assert.isTrue(number >= min && number <= max, () -> name + " must be between " + min + " and " + max);
		return number;
	}

}
