package dev.sendpost.samples.quickstart;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.client.RestClient;

import dev.sendpost.EmailRecord;
import dev.sendpost.EmailSearch;
import dev.sendpost.EmailStatus;
import dev.sendpost.MailGateway;
import dev.sendpost.statistics.MailStatistics;
import dev.sendpost.statistics.StatisticsQuery;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The quickstart with sample data, and its admin panel.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "samples.data=true", "sendpost.admin.password=secret" })
class SampleDataTests {

	private static final Pattern MENU = Pattern.compile("<li>\\s*<a href=\"([^\"]+)\"");

	@LocalServerPort
	private int port;

	@Autowired
	private MailGateway gateway;

	@Autowired
	private MailStatistics statistics;

	@Test
	void thereAreMessagesInManyStates() {
		Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
			assertThat(messages(EmailStatus.DELIVERED)).hasSizeGreaterThan(50);
			for (EmailStatus status : List.of(EmailStatus.BOUNCED, EmailStatus.DROPPED, EmailStatus.SCHEDULED)) {
				assertThat(messages(status)).as(status.name()).isNotEmpty();
			}
		});
	}

	private List<EmailRecord> messages(EmailStatus status) {
		return this.gateway.search(EmailSearch.all().status(status).size(100)).emails();
	}

	@Test
	void thereIsAPast() {
		LocalDate today = LocalDate.now(ZoneOffset.UTC);
		assertThat(this.statistics.find(StatisticsQuery.days(today.minusDays(7), today.minusDays(1))).periods())
			.hasSize(7)
			.allSatisfy((period) -> assertThat(period.counts().delivered()).isBetween(1000L, period.counts().sent()));
	}

	@Test
	void eachPageOfThePanelHasSomethingToShow() {
		RestClient client = RestClient.builder()
			.baseUrl("http://localhost:" + this.port)
			.defaultHeaders((headers) -> headers.setBasicAuth("admin", "secret", StandardCharsets.UTF_8))
			.build();
		String overview = client.get().uri("/sendpost").retrieve().body(String.class);
		List<String> pages = MENU.matcher(overview).results().map((page) -> page.group(1)).toList();
		assertThat(pages).contains("/sendpost/messages", "/sendpost/audit");
		for (String page : pages) {
			assertThat(client.get().uri(page).retrieve().body(String.class)).as(page).contains("<h1>");
		}
	}

}
