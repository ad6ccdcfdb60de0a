package dev.sendpost.admin;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import org.springframework.util.ClassUtils;

/**
 * Starts Chromium once for all tests, and gives each a browser without a past.
 */
class BrowserExtension implements ExecutionCondition, ParameterResolver, AfterTestExecutionCallback {

	private static final Namespace NAMESPACE = Namespace.create(BrowserExtension.class);

	private static final boolean REQUIRED = "true".equals(System.getenv("SENDPOST_BROWSER_REQUIRED"));

	private static final List<String> FLAGS = List.of("--no-sandbox", "--disable-gpu", "--disable-quic",
			"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync");

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		String missing = missing();
		if (missing == null) {
			return ConditionEvaluationResult.enabled("There is a browser");
		}
		if (REQUIRED) {
			throw new IllegalStateException(missing);
		}
		return ConditionEvaluationResult.disabled(missing);
	}

	private static String missing() {
		if (executable().isEmpty()) {
			return "There is no Chromium at /usr/bin/chromium, nor where SENDPOST_BROWSER says. Install it to run the tests"
					+ " of the panel in a browser.";
		}
		if (!ClassUtils.isPresent("com.microsoft.playwright.impl.driver.jar.DriverJar", null)) {
			return "There is a browser, but what drives it is not on the class path. Add -Pbrowser to the command.";
		}
		return null;
	}

	private static Optional<Path> executable() {
		String named = System.getenv("SENDPOST_BROWSER");
		return Stream.of((named != null) ? named : "/usr/bin/chromium")
			.map(Path::of)
			.filter(Files::isExecutable)
			.findFirst();
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == PanelBrowser.class;
	}

	@Override
	public PanelBrowser resolveParameter(ParameterContext parameter, ExtensionContext context) {
		Chromium chromium = context.getRoot()
			.getStore(NAMESPACE)
			.computeIfAbsent(Chromium.class, (type) -> new Chromium(), Chromium.class);
		return context.getStore(NAMESPACE)
			.computeIfAbsent(PanelBrowser.class, (type) -> new PanelBrowser(chromium.browser), PanelBrowser.class);
	}

	/**
	 * Keep pictures of what a test that fails saw last.
	 */
	@Override
	public void afterTestExecution(ExtensionContext context) {
		PanelBrowser browser = context.getStore(NAMESPACE).get(PanelBrowser.class, PanelBrowser.class);
		if (browser != null && context.getExecutionException().isPresent()) {
			browser.keepPictures(
					context.getRequiredTestClass().getSimpleName() + "." + context.getRequiredTestMethod().getName());
		}
	}

	/**
	 * The browser, and what drives it.
	 */
	private static final class Chromium implements AutoCloseable {

		private final Playwright playwright;

		private final Browser browser;

		Chromium() {
			PlaywrightAssertions.setDefaultAssertionTimeout(PanelBrowser.TIMEOUT_MILLIS);
			this.playwright = Playwright
				.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
			this.browser = this.playwright.chromium()
				.launch(new BrowserType.LaunchOptions().setExecutablePath(executable().orElseThrow())
					.setHeadless(true)
					.setArgs(FLAGS));
		}

		@Override
		public void close() {
			this.playwright.close();
		}

	}

}
