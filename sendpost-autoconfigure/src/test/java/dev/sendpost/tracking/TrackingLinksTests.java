package dev.sendpost.tracking;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

import dev.sendpost.EmailAddress;
import dev.sendpost.secret.SecretCipher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link TrackingLinks}.
 */
class TrackingLinksTests {

	private static final UUID ID = UUID.fromString("0190f5a2-0000-7000-8000-000000000001");

	private static final EmailAddress ANN = EmailAddress.parse("Ann Lee <ann@example.com>");

	private static final TrackedMessage MESSAGE = TrackedMessage.of(ID, ANN);

	private final TrackingLinks links = TrackingFixture.links();

	@Test
	void aLinkTellsAllThatIsNeeded() {
		TrackedLink link = new TrackedLink(MESSAGE, "https://shop.example/?a=1");
		String click = this.links.click(link, TrackingFixture.BASE);
		assertThat(click).startsWith("https://www.acme.example/app/t/c/");
		assertThat(this.links.click(token(click))).hasValue(link);
		String pixel = this.links.pixel(MESSAGE, TrackingFixture.BASE);
		assertThat(pixel).startsWith("https://www.acme.example/app/t/o/").hasSizeLessThan(90);
		assertThat(this.links.open(token(pixel))).hasValue(MESSAGE);
		assertThat(MESSAGE.isFor(EmailAddress.parse("ANN@Example.com"))).isTrue();
		assertThat(MESSAGE.isFor(EmailAddress.parse("bob@example.com"))).isFalse();
	}

	@Test
	void aReaderIsKnownByTheLinkWhateverBecameOfTheMessage() {
		Reader reader = new Reader("shop", ANN, ID);
		String link = this.links.unsubscribe(reader, null).toString();
		assertThat(link).startsWith("https://www.acme.example/app/t/u/").hasSizeLessThan(200);
		assertThat(this.links.reader(token(link)))
			.hasValue(new Reader("shop", EmailAddress.parse("ann@example.com"), ID));
		assertThat(new String(Base64.getUrlDecoder().decode(token(link)))).doesNotContain("ann@", "shop");
		assertThat(reader.toString()).doesNotContain("ann@");
		Reader withoutMessage = new Reader("shop", ANN, null);
		assertThat(this.links.reader(token(this.links.preferences(withoutMessage, null).toString())))
			.map(Reader::emailId)
			.isEmpty();
	}

	@Test
	void tokensWithAnyBitAlteredAreRefused() {
		assertEachBitCounts(this.links.pixel(MESSAGE, ""), this.links::open);
		assertEachBitCounts(this.links.click(new TrackedLink(MESSAGE, "https://shop.example/"), ""), this.links::click);
		assertEachBitCounts("/" + this.links.token(new Reader("shop", ANN, ID)), this.links::reader);
	}

	private static void assertEachBitCounts(String link, Function<String, Optional<?>> reader) {
		byte[] token = Base64.getUrlDecoder().decode(token(link));
		assertThat(reader.apply(encoded(token))).isPresent();
		for (int bit = 0; bit < token.length * 8; bit++) {
			byte[] altered = token.clone();
			altered[bit / 8] ^= (byte) (1 << (bit % 8));
			assertThat(reader.apply(encoded(altered))).as("bit " + bit).isEmpty();
		}
	}

	private static String encoded(byte[] token) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
	}

	@Test
	void atokenOfOneKindIsNoneOfAnother() {
		List<String> tokens = List.of(token(this.links.pixel(MESSAGE, "")),
				token(this.links.click(new TrackedLink(MESSAGE, "https://shop.example/"), "")),
				this.links.token(new Reader("shop", ANN, ID)));
		for (int i = 0; i < tokens.size(); i++) {
			assertThat(this.links.open(tokens.get(i)).isPresent()).isEqualTo(i == 0);
			assertThat(this.links.click(tokens.get(i)).isPresent()).isEqualTo(i == 1);
			assertThat(this.links.reader(tokens.get(i)).isPresent()).isEqualTo(i == 2);
		}
	}

	/**
	 * What somebody may put in the place of a token to be led elsewhere.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "", "https://evil.example/", "//evil.example", "aHR0cHM6Ly9ldmlsLmV4YW1wbGUv",
			"AAAAAAAAAAAAAAAAAAAAAAAAAAAAaHR0cHM6Ly9ldmlsLmV4YW1wbGUvAAAAAAAAAAAAAAAAAAAAAA", "..", "%2e%2e", "null",
			"?url=https://evil.example/" })
	void nothingElseLeadsAnywhere(String token) {
		assertThat(this.links.click(token)).isEmpty();
	}

	@Test
	void theLongestTargetHasALinkThatIsRead() {
		String target = "https://shop.example/" + "x".repeat(LinkTarget.MAX_LENGTH - 21);
		String link = this.links.click(new TrackedLink(MESSAGE, target), TrackingFixture.BASE);
		assertThat(this.links.click(token(link))).map(TrackedLink::target).hasValue(target);
	}

	@Test
	void aSendingDomainHasAHostOfItsOwn() {
		TrackingLinks own = new TrackingLinks(TrackingFixture.SETTINGS, TrackingFixture.CIPHER,
				(domain, subAccount) -> (domain + subAccount).equals("acme.exampleshop") ? "track.acme.example" : null);
		EmailAddress sender = EmailAddress.parse("news@acme.example");
		assertThat(own.base(sender, "shop")).isEqualTo("https://track.acme.example/app/t/");
		assertThat(own.base(sender, "other")).isEqualTo(TrackingFixture.BASE);
		assertThat(own.base(EmailAddress.parse("news@other.example"), "shop")).isEqualTo(TrackingFixture.BASE);
		assertThat(own.unsubscribe(new Reader("shop", ANN, ID), sender).getHost()).isEqualTo("track.acme.example");
	}

	@Test
	void withoutABaseUrlOrAKeyNoWayOutIsOffered() {
		assertThat(this.links.offersUnsubscribe()).isTrue();
		assertThat(this.links.confirmationPage()).map(String::valueOf)
			.hasValue("https://www.acme.example/app/t/confirm");
		TrackingLinks nowhere = new TrackingLinks(TrackingFixture.settings(null, true, true, false),
				TrackingFixture.CIPHER, TrackingHosts.NONE);
		assertThat(nowhere.offersUnsubscribe()).isFalse();
		assertThat(nowhere.confirmationPage()).isEmpty();
		assertThatIllegalStateException().isThrownBy(() -> nowhere.unsubscribe(new Reader("shop", ANN, ID), null))
			.withMessageContaining("sendpost.tracking.base-url");
		assertThat(new TrackingLinks(TrackingFixture.SETTINGS, new SecretCipher(List.of()), TrackingHosts.NONE)
			.offersUnsubscribe()).isFalse();
	}

	private static String token(String link) {
		return link.substring(link.lastIndexOf('/') + 1);
	}

}
