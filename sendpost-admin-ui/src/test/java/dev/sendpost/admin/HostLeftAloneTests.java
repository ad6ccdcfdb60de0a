package dev.sendpost.admin;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with pages, templates, rules and an error page of its own behaves the
 * same with the panel and without.
 */
class HostLeftAloneTests {

	private static final String WITHOUT = "spring.autoconfigure.exclude="
			+ "dev.sendpost.admin.autoconfigure.SendpostAdminAutoConfiguration,"
			+ "dev.sendpost.admin.autoconfigure.SendpostAdminPageAutoConfiguration";

	private static final List<String> PATHS = List.of("/", "/hello?name=<b>", "/messages", "/host.css", "/missing",
			"/broken", "/problem", "/secret", "/sendposts", "/send", "/webjars/htmx.org/2.0.10/dist/htmx.min.js",
			"/panel.css", "/error", "/signin", "/actuator/health");

	@Test
	void anApplicationWithRulesOfItsOwnBehavesTheSame() throws Exception {
		Map<String, String> answers = answers(OwnRules.class);
		assertThat(answers).isEqualTo(answers(OwnRules.class, WITHOUT)).hasSize(2 * PATHS.size() + 2);
		assertThat(answers.get("/ nobody")).startsWith("200").contains("The host's own front page");
		assertThat(answers.get("/hello?name=<b> nobody")).startsWith("200").contains("The host's layout", "&lt;b&gt;");
		assertThat(answers.get("/missing nobody")).startsWith("404").contains("The host's own error page");
		assertThat(answers.get("/secret nobody")).startsWith("302").contains("/signin");
		assertThat(answers.get("/secret ann")).startsWith("200");
	}

	@Test
	void anApplicationWithTheRulesOfSpringBootBehavesTheSame() throws Exception {
		Map<String, String> answers = answers(BootsRules.class);
		assertThat(answers).isEqualTo(answers(BootsRules.class, WITHOUT));
		assertThat(answers.get("/ nobody")).startsWith("302").contains("/login");
	}

	private static Map<String, String> answers(Class<?> application, String... properties) throws Exception {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add("spring.thymeleaf.prefix=classpath:/host-templates/");
		all.add("spring.web.resources.static-locations=classpath:/host-static/,classpath:/META-INF/resources/");
		all.add("server.error.include-message=always");
		try (PanelServer server = PanelServer.start(application, all.toArray(String[]::new))) {
			Map<String, String> answers = new LinkedHashMap<>();
			String[] ann = { "Accept", "text/html", "Authorization", PanelServer.basic("ann", "secret") };
			for (String path : PATHS) {
				String encoded = path.replace("<", "%3C").replace(">", "%3E");
				answers.put(path + " nobody", written(server, server.get(encoded, "Accept", "text/html")));
				answers.put(path + " ann", written(server, server.get(encoded, ann)));
			}
			answers.put("POST without a token", written(server, server.post("/change", List.of("a", "b"), ann)));
			answers.put("POST of nobody",
					written(server, server.post("/change", List.of("a", "b"), "Accept", "text/html")));
			return answers;
		}
	}

	/**
	 * An answer without what is another one each time.
	 */
	private static String written(PanelServer server, HttpResponse<String> answer) {
		Map<String, List<String>> headers = new LinkedHashMap<>(answer.headers().map());
		headers.keySet().removeIf((name) -> name.equalsIgnoreCase("date") || name.equalsIgnoreCase("last-modified"));
		String text = answer.statusCode() + "\n" + headers + "\n" + answer.body();
		return text.replace(server.url(""), "http://host")
			.replaceAll("(?i)JSESSIONID=[0-9A-F]+", "JSESSIONID=x")
			.replaceAll("name=\"_csrf\" type=\"hidden\" value=\"[^\"]+\"", "token")
			.replaceAll("content-length=\\[\\d+]", "content-length");
	}

	/**
	 * Pages of the host, with templates that are named as those of the panel.
	 */
	@Controller
	static class HostPages {

		@GetMapping("/")
		@ResponseBody
		String front() {
			return "The host's own front page";
		}

		@GetMapping("/hello")
		String hello(@RequestParam String name, Model model) {
			model.addAttribute("name", name);
			return "messages";
		}

		@GetMapping("/secret")
		@ResponseBody
		String secret(HttpServletRequest request) {
			return "A secret of " + request.getRemoteUser();
		}

		@GetMapping("/broken")
		String broken() {
			throw new IllegalStateException("broken");
		}

		@PostMapping("/change")
		@ResponseBody
		String change() {
			return "changed";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(HostPages.class)
	static class BootsRules {

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("ann").password("{noop}secret").roles("USER").build());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ HostPages.class, BootsRules.class })
	static class OwnRules {

		@Bean
		SecurityFilterChain hostChain(HttpSecurity http) throws Exception {
			return http
				.authorizeHttpRequests((requests) -> requests.requestMatchers("/secret", "/change")
					.authenticated()
					.anyRequest()
					.permitAll())
				.formLogin((form) -> form.loginPage("/signin"))
				.httpBasic(Customizer.withDefaults())
				.build();
		}

	}

}
