package dev.sendpost.admin.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link FormFields}.
 */
class FormFieldsTests {

	private static MockHttpServletRequest form(String body) {
		MockHttpServletRequest request = new MockHttpServletRequest("POST", "/sendpost");
		request.setContentType("application/x-www-form-urlencoded;charset=UTF-8");
		request.setContent(body.getBytes(StandardCharsets.UTF_8));
		return request;
	}

	private static Map<String, List<String>> read(MockHttpServletRequest request) {
		return new FormFields(request).all();
	}

	@Test
	void fieldsAreDecodedInTheirOrder() {
		assertThat(read(form("b=1&a=x+%2B%20y&&b=%E2%82%AC&c=&d&e=f=g"))).containsExactly(
				entry("b", List.of("1", "\u20ac")), entry("a", List.of("x + y")), entry("c", List.of("")),
				entry("d", List.of("")), entry("e", List.of("f=g")));
	}

	@Test
	void whatTheQuerySaysComesFirst() {
		MockHttpServletRequest request = form("a=2");
		request.setQueryString("a=1&z=%26");
		assertThat(read(request)).containsExactly(entry("a", List.of("1", "2")), entry("z", List.of("&")));
	}

	@Test
	void aFormThatAFilterHasReadIsTakenFromTheServer() {
		MockHttpServletRequest request = form("");
		request.setParameter("a", "1", "2");
		assertThat(read(request)).containsExactly(entry("a", List.of("1", "2")));
	}

	@Test
	void aFormThatTheServerRefusesIsAProblemThatSaysWhatToDo() {
		MockHttpServletRequest request = new MockHttpServletRequest("POST", "/sendpost") {

			@Override
			public Map<String, String[]> getParameterMap() {
				throw new IllegalStateException("too large");
			}

		};
		request.setContentType("multipart/form-data;boundary=x");
		assertThatExceptionOfType(AdminProblem.class).isThrownBy(() -> read(request))
			.withMessageContaining("server.tomcat.max-http-form-post-size")
			.satisfies((problem) -> assertThat(problem.status()).isEqualTo(413));
	}

	@Test
	void whatIsNoFormIsRefused() {
		assertThatExceptionOfType(AdminProblem.class).isThrownBy(() -> read(form("a=%zz")))
			.satisfies((problem) -> assertThat(problem.status()).isEqualTo(400));
		assertThatExceptionOfType(AdminProblem.class)
			.isThrownBy(() -> read(form("a&".repeat(FormFields.MAX_FIELDS + 1))))
			.satisfies((problem) -> assertThat(problem.status()).isEqualTo(413));
	}

}
