package dev.sendpost.samples.benchmark.panel;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import dev.sendpost.MailGateway;
import dev.sendpost.audience.Audiences;
import dev.sendpost.campaign.Campaigns;
import dev.sendpost.outbox.MailQueue;
import dev.sendpost.samples.benchmark.CommandLine;
import dev.sendpost.samples.benchmark.Machine;
import dev.sendpost.samples.benchmark.Statistics;
import dev.sendpost.subaccount.ApiKeys;
import dev.sendpost.subaccount.SubAccount;
import dev.sendpost.subaccount.SubAccounts;
import dev.sendpost.testdb.PostgresServer;
import dev.sendpost.webhook.outbound.WebhookSubscribers;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Times the pages of the panel over much data on PostgreSQL, and what they read of it:
 * every page of the menu, one of each kind that those lead to, and searches.
 */
public final class PanelBenchmark {

	private static final Pattern LINK = Pattern.compile("href=\"(/sendpost[^\"#]*)\"");

	private static final Pattern VARIABLE = Pattern.compile("[0-9a-f]{8}-[0-9a-f-]{27}|\\d+|=[^&]*");

	/** A table of fewer rows may be read as a whole. */
	private static final int SMALL = 1000;

	/** What a page may read, before its greediest statement is named. */
	private static final int MANY = 2000;

	private static final int MAX_PAGES = 80;

	private static final List<String> SEARCHES = List.of("/messages?address=user4711@d4711.example",
			"/messages?status=deferred", "/messages?status=bounced", "/messages?tag=tag-7", "/messages?account=sub-7",
			"/messages?account=sub-1999", "/messages?subject=Invoice", "/messages?subject=nothing+like+this",
			"/messages?from=2020-01-01&until=2020-02-01", "/messages?address=nobody@nowhere.example",
			"/messages?status=deferred&tag=tag-7&account=sub-7", "/messages?status=queued&tag=tag-7",
			"/suppressions?address=gone4711@d4711.example", "/suppressions?address=nothing-like-this",
			"/suppressions?reason=SPAM_COMPLAINT", "/suppressions?reason=SPAM_COMPLAINT&address=4711",
			"/suppressions?account=sub-7", "/suppressions?from=2020-01-01&until=2020-02-01",
			"/contacts/default?address=user4711@d.example", "/contacts/default?status=bounced",
			"/contacts/default?status=unsubscribed", "/sub-accounts?text=nothing-like-this", "/audit?actor=ann",
			"/audit?actor=nobody");

	private final HttpClient client = HttpClient.newHttpClient();

	private final JdbcTemplate jdbc;

	private final String base;

	private final int requests;

	private PanelBenchmark(JdbcTemplate jdbc, String base, int requests) {
		this.jdbc = jdbc;
		this.base = base;
		this.requests = requests;
	}

	/**
	 * Measure.
	 * @param arguments the options
	 * @return the report, as Markdown
	 */
	public static String run(String... arguments) throws Exception {
		CommandLine line = new CommandLine(arguments, "messages", "suppressions", "requests");
		int messages = line.number("messages", 1_000_000, 100, 10_000_000);
		int suppressions = line.number("suppressions", 1_000_000, 100, 10_000_000);
		int requests = line.number("requests", 21, 1, 1000);
		try (PostgresServer server = PostgresServer.start(null, PagePlans.SETTINGS)) {
			JdbcTemplate jdbc = new JdbcTemplate(
					new DriverManagerDataSource(server.url(), server.user(), server.password()));
			try (ConfigurableApplicationContext context = SpringApplication.run(PanelApplication.class,
					"--server.port=0", "--server.address=127.0.0.1", "--spring.main.banner-mode=off",
					"--logging.level.root=error", "--sendpost.jdbc.initialize-schema=always",
					"--sendpost.admin.password=secret",
					"--sendpost.webhooks.sources." + AccountData.SOURCE + ".provider=resend",
					"--sendpost.webhooks.sources." + AccountData.SOURCE
							+ ".secrets=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
					"--sendpost.statistics.enabled=true",
					"--sendpost.encryption.key=" + Base64.getEncoder().encodeToString(new byte[32]),
					"--database.url=" + server.url(), "--database.user=" + server.user(),
					"--database.password=" + server.password())) {
				context.getBean(MailQueue.class).pause();
				fill(context, jdbc, messages, suppressions);
				String base = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
				PanelBenchmark benchmark = new PanelBenchmark(jdbc, base, requests);
				return benchmark.report(messages, suppressions, benchmark.pages());
			}
		}
	}

	private static void fill(ConfigurableApplicationContext context, JdbcTemplate jdbc, int messages,
			int suppressions) {
		String account = SubAccount.DEFAULT;
		new AudienceData(jdbc, messages).fill(context.getBean(Audiences.class).forSubAccount(account),
				context.getBean(Campaigns.class).forSubAccount(account));
		new AccountData(jdbc, messages).fill(context.getBean(SubAccounts.class), context.getBean(ApiKeys.class),
				context.getBean(WebhookSubscribers.class));
		new PanelData(jdbc, messages, suppressions).fill(context.getBean(MailGateway.class));
		jdbc.execute("vacuum analyze");
	}

	/**
	 * The pages, one of each kind.
	 */
	private List<String> pages() throws IOException, InterruptedException {
		Map<String, String> kinds = new LinkedHashMap<>();
		List<String> found = new ArrayList<>(List.of("/sendpost"));
		SEARCHES.forEach((search) -> found.add("/sendpost" + search));
		for (int i = 0; i < found.size() && kinds.size() < MAX_PAGES; i++) {
			String page = found.get(i);
			String kind = (i <= SEARCHES.size()) ? page : VARIABLE.matcher(page).replaceAll("*");
			if (kinds.putIfAbsent(kind, page) == null && !page.contains("/assets/")) {
				LINK.matcher(get(page))
					.results()
					.map((link) -> link.group(1).replace("&amp;", "&"))
					.forEach(found::add);
			}
		}
		return kinds.values().stream().filter((page) -> !page.contains("/assets/")).toList();
	}

	private String get(String page) throws IOException, InterruptedException {
		HttpResponse<String> response = this.client.send(HttpRequest.newBuilder(URI.create(this.base + page))
			.timeout(Duration.ofMinutes(2))
			.header("Authorization",
					"Basic " + Base64.getEncoder().encodeToString("admin:secret".getBytes(StandardCharsets.UTF_8)))
			.build(), BodyHandlers.ofString());
		if (response.statusCode() >= 500) {
			throw new IllegalStateException(page + " is answered with " + response.statusCode());
		}
		return response.body();
	}

	private String report(int messages, int suppressions, List<String> pages) throws Exception {
		StringBuilder markdown = new StringBuilder("# Pages of the panel\n\n").append(Machine.describe())
			.append("\n\n%s; %,d messages, %,d suppressions. Medians of %d requests.%n%n".formatted(
					this.jdbc.queryForObject("select split_part(version(), ' on ', 1)", String.class), messages,
					suppressions, this.requests))
			.append("| page | median | slowest | statements | rows read | tables read as a whole |\n")
			.append("|---|--:|--:|--:|--:|---|\n");
		Map<String, double[]> millis = new LinkedHashMap<>();
		for (String page : pages) {
			get(page);
			double[] times = new double[this.requests];
			for (int i = 0; i < times.length; i++) {
				long start = System.nanoTime();
				get(page);
				times[i] = (System.nanoTime() - start) / 1e6;
			}
			millis.put(page, times);
		}
		PagePlans plans = new PagePlans(this.jdbc);
		plans.start();
		StringBuilder greedy = new StringBuilder();
		for (Map.Entry<String, double[]> measured : millis.entrySet()) {
			String page = measured.getKey();
			double[] times = measured.getValue();
			PagePlans.Reads reads = plans.during(() -> get(page));
			markdown.append(String.format(Locale.ROOT, "| `%s` | %.0f ms | %.0f ms | %d | %,d | %s |%n", page,
					Statistics.median(times), Arrays.stream(times).max().orElseThrow(), reads.statements(),
					reads.rows(), reads.scanned(SMALL)));
			if (reads.rows() > MANY) {
				greedy.append("- `").append(page).append("`: ").append(reads.greediest()).append('\n');
			}
		}
		return markdown.append('\n').append(greedy).toString();
	}

}
