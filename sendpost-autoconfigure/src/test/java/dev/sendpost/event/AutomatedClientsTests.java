package dev.sendpost.event;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AutomatedClients}.
 */
class AutomatedClientsTests {

	@ParameterizedTest
	@ValueSource(strings = { "Mozilla/5.0", " mozilla/5.0 ",
			"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.135"
					+ " Safari/537.36 Edge/12.246 Mozilla/5.0",
			"python-requests/2.31.0", "curl/8.5.0",
			"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
			"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/120.0.0.0 Safari/537.36",
			"Microsoft Office Existence Discovery", "Barracuda Sentinel (EE)", "Java/17.0.1", "Go-http-client/1.1" })
	void machines(String userAgent) {
		assertThat(AutomatedClients.isAutomated(userAgent)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ",
			"Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
			"YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html",
			"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.135"
					+ " Safari/537.36 Edge/12.246",
			"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)",
			"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
			"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Thunderbird/128.4.0",
			"Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
			"Microsoft Outlook 16.0.17126", "Mozilla/5.0 (X11; CUBOT) Gecko/20100101 Firefox/130.0" })
	void people(String userAgent) {
		assertThat(AutomatedClients.isAutomated(userAgent)).isFalse();
	}

	@Test
	void browsersTellThatTheyFetchAhead() {
		assertThat(AutomatedClients.isAhead("prefetch;prerender")).isTrue();
		assertThat(AutomatedClients.isAhead("Preview")).isTrue();
		assertThat(AutomatedClients.isAhead("navigate")).isFalse();
		assertThat(AutomatedClients.isAhead(null)).isFalse();
	}

	@Test
	void whatIsUnknownIsTakenForAPerson() {
		assertThat(AutomatedClients.isAutomated(null)).isFalse();
	}

}
