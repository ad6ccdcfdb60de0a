package dev.sendpost.admin;

import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sendpost.MailGateway;
import dev.sendpost.admin.web.AdminPage;
import dev.sendpost.admin.web.AdminPanel;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the places where the panel can be: below other paths, behind a proxy, at the
 * port of the actuator.
 */
class PanelPlacesTests {

	private static final String[] OPS = { "Authorization", PanelServer.basic("ops", "secret") };

	private static final Pattern LINK = Pattern.compile("(?:href|src|action)=\"(/[^\"]*)\"");

	@ParameterizedTest
	@CsvSource(textBlock = """
			/sendpost,         sendpost.admin.read-only=false
			/ops/mail,         sendpost.admin.base-path=/ops/mail
			/app/sendpost,     server.servlet.context-path=/app
			/mvc/sendpost,     spring.mvc.servlet.path=/mvc
			/sendpost,         spring.main.lazy-initialization=true
			""")
	void itsLinksStayBelowItsPath(String path, String property) throws Exception {
		try (PanelServer server = PanelServer.start(PanelServer.Secured.class, property)) {
			assertThatLinksWork(server, path, path);
			assertThat(server.get(path).headers().firstValue("Location").orElseThrow()).endsWith("/login");
			assertThat(server.get(path, "Authorization", PanelServer.basic("joe", "secret")).statusCode())
				.isEqualTo(403);
		}
	}

	@Test
	void itsLinksHaveThePrefixOfAProxy() throws Exception {
		try (PanelServer server = PanelServer.start(PanelServer.Secured.class,
				"server.forward-headers-strategy=framework", "server.servlet.context-path=/app")) {
			assertThatLinksWork(server, "/app/sendpost", "/public/mail/sendpost", "X-Forwarded-Prefix", "/public/mail",
					"X-Forwarded-Host", "ops.acme.example", "X-Forwarded-Proto", "https");
		}
	}

	@Test
	void itIsAtThePortOfTheActuatorOnly() throws Exception {
		try (PanelServer server = PanelServer.start(PanelServer.Secured.class, "management.server.port=0",
				"management.server.base-path=/manage", "sendpost.admin.on-management-port=true")) {
			assertThat(server.get("/sendpost", OPS).statusCode()).isEqualTo(404);
			PanelServer management = server.managementPort();
			assertThatLinksWork(management, "/manage/sendpost", "/manage/sendpost");
			assertThat(management.get("/manage/sendpost").statusCode()).isIn(302, 401);
			assertThat(management.get("/manage/sendpost", "Authorization", PanelServer.basic("joe", "secret"))
				.statusCode()).isEqualTo(403);
		}
	}

	@Test
	void itIsAtThePortOfTheApplicationIfTheActuatorIsThereToo() throws Exception {
		try (PanelServer server = PanelServer.start(PanelServer.Secured.class,
				"sendpost.admin.on-management-port=true")) {
			assertThatLinksWork(server, "/sendpost", "/sendpost");
		}
	}

	@Test
	void itIsNotInAReactiveApplication() {
		new ReactiveWebApplicationContextRunner().withUserConfiguration(PanelServer.Plain.class)
			.withPropertyValues("sendpost.store.file=target/panel-" + UUID.randomUUID() + "/store")
			.run((context) -> assertThat(context).hasSingleBean(MailGateway.class)
				.doesNotHaveBean(AdminPage.class)
				.doesNotHaveBean(AdminPanel.class));
	}

	@Test
	void whereTheDatabaseIsAwayEachPageSaysThatItFailed() throws Exception {
		try (PanelServer server = PanelServer.start(Breakable.class)) {
			List<String> pages = Pattern.compile("<li>\\s*<a href=\"(/sendpost[^\"]*)\"")
				.matcher(server.get("/sendpost", OPS).body())
				.results()
				.map((link) -> link.group(1))
				.toList();
			assertThat(pages).hasSizeGreaterThan(6);
			server.bean(BreakableDatabase.class).away = true;
			List<String> failed = new ArrayList<>();
			for (String path : pages) {
				HttpResponse<String> answer = server.get(path, OPS);
				assertThat(answer.statusCode()).as(path).isIn(200, 500);
				assertThat(answer.body()).contains("<h1>", "aria-label=\"Pages\"");
				if (answer.statusCode() == 500) {
					assertThat(answer.body()).contains("Something went wrong.");
					failed.add(path);
				}
			}
			assertThat(failed).contains("/sendpost", "/sendpost/messages", "/sendpost/queue", "/sendpost/audit");
		}
	}

	/**
	 * Follow all links of a page, and make a change that leads to another page.
	 * @param path the path of the panel at the server
	 * @param publicPath the path that browsers see
	 */
	private static void assertThatLinksWork(PanelServer server, String path, String publicPath, String... proxy)
			throws Exception {
		String[] headers = new String[proxy.length + 2];
		System.arraycopy(OPS, 0, headers, 0, 2);
		System.arraycopy(proxy, 0, headers, 2, proxy.length);
		HttpResponse<String> page = server.get(path + "/messages", headers);
		assertThat(page.statusCode()).isEqualTo(200);
		List<String> links = LINK.matcher(page.body()).results().map((link) -> link.group(1)).toList();
		assertThat(links).hasSizeGreaterThan(6).allSatisfy((link) -> {
			assertThat(link).startsWith(publicPath);
			assertThat(server.get(path + link.substring(publicPath.length()), headers).statusCode()).as(link)
				.isEqualTo(200);
		});
		HttpResponse<String> queue = server.get(path + "/audit", headers);
		Matcher own = Pattern.compile("action=\"([^\"]+)\"").matcher(queue.body());
		assertThat(own.find()).isTrue();
		assertThat(URI.create(own.group(1)).getPath()).isEqualTo(publicPath + "/audit");
	}

	/**
	 * An application with a database that can go away.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(PanelServer.Secured.class)
	static class Breakable {

		@Bean
		BreakableDatabase dataSource() {
			return new BreakableDatabase();
		}

	}

	private static final class BreakableDatabase extends DelegatingDataSource {

		private volatile boolean away;

		BreakableDatabase() {
			super(JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", ""));
		}

		@Override
		public Connection getConnection() throws SQLException {
			if (this.away) {
				throw new SQLTransientConnectionException("The database is away");
			}
			return super.getConnection();
		}

	}

}
