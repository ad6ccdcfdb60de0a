package dev.sendpost.admin;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A browser without a past, which watches what pages do: a request to anywhere but the
 * application, or an error in a script or against the content security policy, makes the
 * test fail when it ends.
 */
final class PanelBrowser implements AutoCloseable {

	/** axe-core, which looks at a page from inside. */
	private static final String AXE = "() => {" + AxeBuilder.getAxeScript() + "}";

	/** What is asked of axe-core, which would tell all that is in order too. */
	private static final List<String> VIOLATIONS = List.of("violations");

	/** Those of axe-core that look at colours. */
	private static final List<String> DARK_RULES = List.of("color-contrast", "link-in-text-block");

	/** How long a page may take for what is expected of it, on a busy machine. */
	static final int TIMEOUT_MILLIS = 20_000;

	/** Why there is no answer to a request that the browser did not make, by policy. */
	private static final String BLOCKED = "csp";

	private final List<BrowserContext> contexts = new ArrayList<>();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final List<String> errors = new CopyOnWriteArrayList<>();

	private final Browser browser;

	private final List<String> origins = new CopyOnWriteArrayList<>();

	PanelBrowser(Browser browser) {
		this.browser = browser;
	}

	/**
	 * Open a page as somebody who is logged in.
	 */
	Page open(PanelServer server, String path, String user) {
		return open(server, path,
				new Browser.NewContextOptions()
					.setExtraHTTPHeaders(Map.of("Authorization", PanelServer.basic(user, "secret")))
					.setViewportSize(1280, 900));
	}

	/**
	 * Open a page in a window of one's own.
	 */
	Page open(PanelServer server, String path, Browser.NewContextOptions options) {
		this.origins.add(server.url("/"));
		BrowserContext context = this.browser.newContext(options);
		this.contexts.add(context);
		context.setDefaultTimeout(TIMEOUT_MILLIS);
		context.onRequest((request) -> this.requests.add(request.url()));
		context.onRequestFailed((request) -> {
			if (BLOCKED.equals(request.failure())) {
				this.requests.remove(request.url());
			}
		});
		context.onWebError((error) -> this.errors.add(error.error()));
		context.onConsoleMessage((message) -> {
			// An answer such as 422 is no error of the page.
			if (message.type().equals("error") && !message.text().startsWith("Failed to load resource: the server")) {
				this.errors.add(message.text());
			}
		});
		Page page = context.newPage();
		page.navigate(server.url(path));
		return page;
	}

	/**
	 * Let pages ask something of another origin.
	 */
	void allow(String origin) {
		this.origins.add(origin);
	}

	/**
	 * Check a page by the rules of axe-core, in light, and in dark by those of colours,
	 * as nothing else is another one there. What a message says is not the panel's; in
	 * its sandbox the rules would wait for scripts for ever.
	 */
	static void assertAccessible(Page page) {
		page.evaluate(AXE);
		assertAccessible(page, ColorScheme.LIGHT, Map.of("resultTypes", VIOLATIONS));
		assertAccessible(page, ColorScheme.DARK, Map.of("resultTypes", VIOLATIONS, "runOnly", DARK_RULES));
		page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
	}

	private static void assertAccessible(Page page, ColorScheme scheme, Map<String, ?> options) {
		page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
		Object violations = page.evaluate("""
				async (options) => (await axe.run({ exclude: 'iframe[sandbox]' }, options)).violations.map(
					(rule) => `${rule.id}: ${rule.help} ${rule.nodes.map((node) => node.html)}`)""", options);
		assertThat(violations).as("%s in %s", page.url(), scheme).isEqualTo(List.of());
	}

	/**
	 * Keep a picture of what is to be seen, for the README: in {@code target/pictures},
	 * or where the environment says {@code SENDPOST_PICTURES}.
	 */
	static void picture(Page page, String name) {
		String folder = System.getenv("SENDPOST_PICTURES");
		Path file = Path.of((folder != null) ? folder : "target/pictures", name + ".png");
		page.screenshot(new Page.ScreenshotOptions().setPath(file));
		assertThat(Files.exists(file)).isTrue();
	}

	/**
	 * All addresses that were asked for.
	 */
	List<String> requests() {
		return this.requests;
	}

	/**
	 * The errors of pages so far, which are forgotten with this: for a test that expects
	 * that something is kept from happening.
	 */
	List<String> takeErrors() {
		List<String> taken = List.copyOf(this.errors);
		this.errors.removeAll(taken);
		return taken;
	}

	/**
	 * Forget requests, for a test that expects that they are kept from going out.
	 */
	List<String> takeRequests(Predicate<String> taken) {
		List<String> found = this.requests.stream().filter(taken).toList();
		this.requests.removeIf(taken);
		return found;
	}

	void keepPictures(String test) {
		int number = 1;
		for (BrowserContext context : this.contexts) {
			for (Page page : context.pages()) {
				page.screenshot(new Page.ScreenshotOptions().setFullPage(true)
					.setPath(Path.of("target/failures", test + "-" + number++ + ".png")));
			}
		}
	}

	@Override
	public void close() {
		this.contexts.forEach(BrowserContext::close);
		assertThat(this.errors).as("errors of pages").isEmpty();
		assertThat(this.requests).as("requests")
			.allMatch((url) -> url.startsWith("data:") || url.startsWith("about:") || url.startsWith("blob:")
					|| this.origins.stream().anyMatch(url::startsWith));
	}

}
