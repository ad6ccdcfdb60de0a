package dev.sendpost.template;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.github.benmanes.caffeine.cache.Cache;
import dev.sendpost.template.TemplateException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.util.function.SingletonSupplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link MustacheRenderer}.
 */
class MustacheRendererTests {

	private final MustacheRenderer renderer = new MustacheRenderer();

	@Test
	void valuesAreEscapedInHtmlAndNotInText() {
		Map<String, String> variables = Map.of("name", "<b>\"Ann\" & 'Bob'</b>");
		assertThat(this.renderer.html("html", "Hi {{name}}", variables))
			.isEqualTo("Hi &lt;b&gt;&quot;Ann&quot; &amp; &#39;Bob&#39;&lt;/b&gt;");
		assertThat(this.renderer.plain("text", "Hi {{name}}", variables)).isEqualTo("Hi <b>\"Ann\" & 'Bob'</b>");
	}

	@Test
	void sectionsListsAndMapsAreFilledIn() {
		assertThat(this.renderer.plain("text",
				"{{#order}}{{number}}:{{#lines}} {{count}}x{{name}}{{/lines}}{{/order}}{{^none}}.{{/none}}",
				Map.of("order",
						Map.of("number", 7, "lines",
								List.of(Map.of("count", 1, "name", "Tea"), Map.of("count", 2, "name", "Cup"))),
						"none", List.of())))
			.isEqualTo("7: 1xTea 2xCup.");
	}

	@Test
	void largeTemplatesAreNotAllKept() {
		String large = "x".repeat(900_000);
		for (int i = 0; i < 20; i++) {
			assertThat(this.renderer.plain("text", i + large + "{{name}}", Map.of("name", "Ann"))).endsWith("Ann");
		}
		Object engine = ((SingletonSupplier<?>) ReflectionTestUtils.getField(this.renderer, "plain")).obtain();
		Cache<String, ?> kept = ReflectionTestUtils.invokeMethod(engine, "kept");
		kept.cleanUp();
		assertThat(kept.asMap().keySet().stream().mapToInt(String::length).sum()).isPositive()
			.isLessThanOrEqualTo(MustacheRenderer.MAX_KEPT);
	}

	@Test
	void aMissingVariableIsNamed() {
		TemplateException failure = failure("Hi\n{{first_name}}", Map.of());
		assertThat(failure.getReason()).isEqualTo(Reason.MISSING_VARIABLE);
		assertThat(failure).hasMessageContaining("'first_name'").hasMessageContaining("line 2");
		assertThat(failure("{{#order}}x{{/order}}", Map.of()).getReason()).isEqualTo(Reason.MISSING_VARIABLE);
	}

	@Test
	void aVariableWithoutValueIsNothing() {
		Map<String, Object> variables = new HashMap<>();
		variables.put("name", null);
		assertThat(this.renderer.plain("text", "Hi {{name}}!", variables)).isEqualTo("Hi !");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{{name", "{{#a}}never closed", "{{/a}}", "{{#a}}{{/b}}", "{{{name}}" })
	void aTemplateThatCannotBeReadIsAnError(String template) {
		assertThat(failure(template, Map.of("name", "Ann", "a", "x")).getReason()).isEqualTo(Reason.INVALID);
		assertThat(catchThrowableOfType(TemplateException.class, () -> this.renderer.check("html", template)))
			.hasMessageStartingWith("the html ");
	}

	/*
	 * What other engines were made to run code or to read files with.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "{{name.class}}", "{{name.getClass}}", "{{name.class.forName}}",
			"{{#name}}{{getClass}}{{/name}}", "{{name.bytes}}", "{{name.length}}", "{{list.class.classLoader}}",
			"{{map.getClass.protectionDomain}}", "{{T(java.lang.Runtime)}}", "{{constructor.constructor}}", "{{env}}",
			"{{systemProperties}}" })
	void aTemplateReachesNothingButItsVariables(String template) {
		TemplateException failure = failure(template,
				Map.of("name", "Ann", "list", List.of("a"), "map", Map.of("key", "value")));
		assertThat(failure.getReason()).isEqualTo(Reason.MISSING_VARIABLE);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "{{>/etc/passwd}}", "{{>../secret}}", "{{> file:///etc/passwd }}", "{{<parent}}{{/parent}}" })
	void aTemplateIncludesNothing(String template) {
		assertThat(failure(template, Map.of()).getReason()).isEqualTo(Reason.INVALID);
	}

	@ParameterizedTest
	@ValueSource(strings = { "${7*7}", "#{7*7}", "<%= 7*7 %>", "*{7*7}", "[[${7*7}]]", "${jndi:ldap://127.0.0.1/x}",
			"#set($x=7*7)$x", "<#assign x=7*7>${x}", "{% raw %}{7*7}{% endraw %}", "@{7*7}" })
	void whatIsCodeToOtherEnginesIsText(String template) {
		assertThat(this.renderer.plain("text", template + "{{name}}", Map.of("name", ""))).isEqualTo(template);
	}

	@Test
	void aValueIsNotATemplate() {
		assertThat(this.renderer.plain("text", "{{name}}", Map.of("name", "{{other}}{{>file}}")))
			.isEqualTo("{{other}}{{>file}}");
	}

	@Test
	void sectionsNestedThousandsDeepEndInAnError() {
		String template = "{{#a}}".repeat(100_000) + "{{/a}}".repeat(100_000);
		assertThat(failure(template, Map.of("a", List.of("x"))).getReason()).isIn(Reason.INVALID, Reason.TOO_MUCH);
	}

	@Test
	void listsWithinListsAreRepeatedSoOftenOnly() {
		List<Integer> list = Collections.nCopies(1000, 1);
		TemplateException failure = failure("{{#a}}{{#a}}{{#a}}{{/a}}{{/a}}{{/a}}", Map.of("a", list));
		assertThat(failure.getReason()).isEqualTo(Reason.TOO_MUCH);
	}

	@Test
	void whatComesOutIsBounded() {
		TemplateException failure = failure("{{#a}}{{b}}{{/a}}",
				Map.of("a", Collections.nCopies(10_000, 1), "b", "x".repeat(10_000)));
		assertThat(failure.getReason()).isEqualTo(Reason.TOO_MUCH);
	}

	private TemplateException failure(String template, Map<String, ?> variables) {
		TemplateException failure = catchThrowableOfType(TemplateException.class,
				() -> this.renderer.plain("text", template, variables));
		assertThat(failure).isNotNull();
		return failure;
	}

}
