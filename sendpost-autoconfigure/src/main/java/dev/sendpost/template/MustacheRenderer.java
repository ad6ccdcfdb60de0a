package dev.sendpost.template;

import java.io.StringReader;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.samskivert.mustache.BasicCollector;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Mustache.Compiler;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import dev.sendpost.template.TemplateException.Reason;
import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;

/**
 * Fills in variables by Mustache. A template sees maps, lists and plain values, and
 * nothing else: it calls no method, and includes no other template or file. How much it
 * says, and how often it repeats something, is bounded.
 */
final class MustacheRenderer {

	/** How many characters all templates have together that are kept compiled. */
	static final int MAX_KEPT = 4_000_000;

	/** What a template takes however short it is. */
	private static final int LEAST_WEIGHT = 1_000;

	/* Made with the first template: many applications have none. */
	private final SingletonSupplier<Engine> html = SingletonSupplier.of(() -> new Engine(true));

	private final SingletonSupplier<Engine> plain = SingletonSupplier.of(() -> new Engine(false));

	private static Compiler compiler(boolean escaped) {
		return Mustache.compiler()
			.escapeHTML(escaped)
			.strictSections(true)
			.nullValue("")
			.withCollector(new PlainValues())
			.withLoader((name) -> {
				throw new TemplateException(Reason.INVALID,
						"{{>" + name + "}} is not there: a template cannot include another");
			});
	}

	/**
	 * Fill in HTML, with values escaped.
	 * @throws TemplateException if the template cannot be read, a variable is missing, or
	 * there is too much of it
	 */
	String html(String part, String template, Map<String, ?> variables) {
		return render(part, this.html, template, variables);
	}

	/**
	 * Fill in text, with values as they are.
	 * @throws TemplateException if the template cannot be read, a variable is missing, or
	 * there is too much of it
	 */
	String plain(String part, String template, Map<String, ?> variables) {
		return render(part, this.plain, template, variables);
	}

	/**
	 * Require that a template can be read.
	 * @throws TemplateException if it cannot
	 */
	void check(String part, @Nullable String template) {
		if (template != null) {
			guarded(part, template, (source) -> {
				compile(this.html.obtain().compiler(), source);
				return source;
			});
		}
	}

	/**
	 * Look at what a template is made of.
	 * @throws TemplateException if it cannot be read
	 */
	void visit(String part, @Nullable String template, Mustache.Visitor visitor) {
		if (template != null) {
			guarded(part, template, (source) -> {
				compile(this.html.obtain().compiler(), source).visit(visitor);
				return source;
			});
		}
	}

	private static String render(String part, SingletonSupplier<Engine> engine, String template,
			Map<String, ?> variables) {
		if (!template.contains("{{")) {
			return template;
		}
		return guarded(part, template, (source) -> {
			Template ready = engine.obtain().template(source);
			Budget budget = new Budget();
			BoundedWriter out = new BoundedWriter();
			ready.execute(budget.counted(variables), out);
			return out.toString();
		});
	}

	private static Template compile(Compiler compiler, String source) {
		int last = source.lastIndexOf("{{");
		if (last >= 0 && !source.contains("{{=") && source.indexOf("}}", last) < 0) {
			throw new MustacheException(
					"'" + source.substring(last, Math.min(last + 30, source.length())) + "' is never closed by '}}'");
		}
		return compiler.compile(new StringReader(source));
	}

	private static String guarded(String part, String template, UnaryOperator<String> action) {
		try {
			return action.apply(template);
		}
		catch (MustacheException.Context ex) {
			throw new TemplateException(Reason.MISSING_VARIABLE,
					"the " + part + " needs a value for '" + ex.key + "' (line " + ex.lineNo + ")");
		}
		catch (MustacheException ex) {
			if (ex.getCause() instanceof TemplateException cause) {
				throw cause;
			}
			throw new TemplateException(Reason.INVALID, "the " + part + " is no template: " + ex.getMessage());
		}
		catch (StackOverflowError ex) {
			throw new TemplateException(Reason.INVALID, "the " + part + " has sections nested too deeply");
		}
	}

	/**
	 * Compiles templates, and keeps some.
	 */
	private record Engine(Compiler compiler, Cache<String, Template> kept) {

		Engine(boolean escaped) {
			this(MustacheRenderer.compiler(escaped),
					Caffeine.newBuilder()
						.maximumWeight(MAX_KEPT)
						.weigher((String source, Template template) -> LEAST_WEIGHT + source.length())
						.build());
		}

		Template template(String source) {
			return this.kept.get(source, (absent) -> compile(this.compiler, absent));
		}

	}

	/**
	 * Looks into maps and lists only.
	 */
	private static final class PlainValues extends BasicCollector {

		@Override
		public <K, V> Map<K, V> createFetcherCache() {
			return new ConcurrentHashMap<>();
		}

	}

}
