package dev.sendpost.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is easily written wrong in a template.
 */
class TemplateFilesTests {

	private static final Pattern TAG = Pattern.compile("<[a-z:]+(?:\\s+[\\w:-]+(?:=\"[^\"]*\")?)+\\s*/?>");

	private static final Pattern REPLACED = Pattern.compile("\\sth:replace=");

	private static final Pattern CONDITION = Pattern.compile("\\sth:(?:if|unless|each|case|with)=");

	static Stream<Resource> templates() throws IOException {
		return Stream.of(new PathMatchingResourcePatternResolver()
			.getResources("classpath*:dev/sendpost/admin/templates/*.html"));
	}

	/**
	 * What replaces an element comes before conditions of the element, which are lost.
	 */
	@ParameterizedTest
	@MethodSource("templates")
	void whatIsReplacedHasNoConditionOfItsOwn(Resource template) throws IOException {
		String text = template.getContentAsString(StandardCharsets.UTF_8);
		assertThat(TAG.matcher(text).results().map(MatchResult::group)).hasSizeGreaterThan(3)
			.noneMatch((tag) -> REPLACED.matcher(tag).find() && CONDITION.matcher(tag).find());
	}

	@ParameterizedTest
	@MethodSource("templates")
	void noTextIsTakenForMarkup(Resource template) throws IOException {
		assertThat(template.getContentAsString(StandardCharsets.UTF_8)).doesNotContain("th:utext", "[(")
			.doesNotContainPattern("\\s(?:style|on[a-z]+)=");
	}

}
