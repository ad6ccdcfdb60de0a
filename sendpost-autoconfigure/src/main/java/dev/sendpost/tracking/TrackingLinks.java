package dev.sendpost.tracking;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import dev.sendpost.EmailAddress;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.secret.EncryptionKeyRequiredException;
import dev.sendpost.secret.SecretCipher;
import dev.sendpost.secret.TokenSealer;
import dev.sendpost.secret.TokenSigner;
import org.jspecify.annotations.Nullable;

/**
 * Makes the links that readers get, and reads what they say. Each tells all that is
 * needed: there is no table of links. Those of opens and clicks are signed with
 * HMAC-SHA-256, a click with its target, so that it leads nowhere else; those to
 * unsubscribe and to choose are sealed, since they hold the reader's address. They do not
 * expire.
 */
public final class TrackingLinks {

	/** The variable that stands for the link to unsubscribe. */
	public static final String UNSUBSCRIBE_VARIABLE = "unsubscribe_url";

	/** The variable that stands for the link to the preferences. */
	public static final String PREFERENCES_VARIABLE = "preferences_url";

	/** The path segment of pixels. */
	public static final String OPEN = "o";

	/** The path segment of tracked links. */
	public static final String CLICK = "c";

	/** The path segment of links to unsubscribe. */
	public static final String UNSUBSCRIBE = "u";

	/** The path segment of links to the preferences. */
	public static final String PREFERENCES = "p";

	/** The path segment of the page that confirms a membership. */
	public static final String CONFIRM = "confirm";

	private static final UUID NO_MESSAGE = new UUID(0, 0);

	private final TrackingSettings settings;

	private final TrackingHosts hosts;

	private final TokenSigner opens;

	private final TokenSigner clicks;

	private final TokenSealer readers;

	/**
	 * Create the links.
	 * @param settings where they lead
	 * @param cipher has the keys that they are signed and sealed with
	 * @param hosts the hosts of sending domains
	 */
	public TrackingLinks(TrackingSettings settings, SecretCipher cipher, TrackingHosts hosts) {
		this.settings = settings;
		this.hosts = hosts;
		this.opens = cipher.tokenSigner("track an open");
		this.clicks = cipher.tokenSigner("track a click");
		this.readers = cipher.tokenSealer("unsubscribe or choose");
	}

	/**
	 * Whether there are links by which readers can unsubscribe: broadcast mail to one
	 * recipient then has one in its header, unless that is switched off, and where
	 * <code>{{unsubscribe_url}}</code> is written.
	 * @return whether a base URL and a key are configured
	 */
	public boolean offersUnsubscribe() {
		return this.settings.baseUrl() != null && this.readers.canSeal();
	}

	/**
	 * The link by which a reader unsubscribes: the page asks, a POST to it acts (RFC
	 * 8058).
	 * @param reader the reader
	 * @param sender who the mail is from, or {@code null} if that does not matter
	 * @return the link
	 * @throws EncryptionKeyRequiredException if there is no key to seal it with
	 * @throws IllegalStateException if there is no base URL
	 */
	public URI unsubscribe(Reader reader, @Nullable EmailAddress sender) {
		return URI.create(base(sender, reader.subAccount()) + UNSUBSCRIBE + "/" + token(reader));
	}

	/**
	 * The link to what a reader may choose.
	 * @param reader the reader
	 * @param sender who the mail is from, or {@code null} if that does not matter
	 * @return the link
	 * @throws EncryptionKeyRequiredException if there is no key to seal it with
	 * @throws IllegalStateException if there is no base URL
	 */
	public URI preferences(Reader reader, @Nullable EmailAddress sender) {
		return URI.create(base(sender, reader.subAccount()) + PREFERENCES + "/" + token(reader));
	}

	/**
	 * The page on which memberships are confirmed, to which a token is added as the
	 * parameter {@code token}.
	 * @return the address, or nothing if there is no base URL
	 */
	public Optional<URI> confirmationPage() {
		return (this.settings.baseUrl() != null) ? Optional.of(URI.create(defaultBase() + CONFIRM)) : Optional.empty();
	}

	/**
	 * Read the token of a link to unsubscribe or to choose.
	 * @param token the token
	 * @return the reader, or nothing if the link was not made here
	 */
	public Optional<Reader> reader(String token) {
		return this.readers.open(token).map(TrackingLinks::reader);
	}

	/**
	 * Read the token of a pixel.
	 * @param token the token
	 * @return the message, or nothing if the link was not made here
	 */
	public Optional<TrackedMessage> open(String token) {
		return this.opens.verify(token)
			.filter((content) -> content.length == TrackedMessage.LENGTH)
			.map((content) -> TrackedMessage.read(ByteBuffer.wrap(content)));
	}

	/**
	 * Read the token of a tracked link.
	 * @param token the token
	 * @return the link, or nothing if it was not made here
	 */
	public Optional<TrackedLink> click(String token) {
		return this.clicks.verify(token).filter((content) -> content.length > TrackedMessage.LENGTH).map((content) -> {
			ByteBuffer octets = ByteBuffer.wrap(content);
			TrackedMessage message = TrackedMessage.read(octets);
			return new TrackedLink(message, StandardCharsets.US_ASCII.decode(octets).toString());
		}).filter((link) -> link.target().startsWith("https://") || link.target().startsWith("http://"));
	}

	/**
	 * Where all links in a message begin, up to their path segment.
	 * @param sender who the message is from, or {@code null} if that does not matter
	 * @throws IllegalStateException if there is no base URL
	 */
	String base(@Nullable EmailAddress sender, String subAccount) {
		String host = (sender != null) ? this.hosts.find(sender.domain(), subAccount) : null;
		return (host != null) ? base("https://" + host) : defaultBase();
	}

	private String defaultBase() {
		return base(baseUrl().getScheme() + "://" + baseUrl().getRawAuthority());
	}

	private String base(String origin) {
		String path = baseUrl().getRawPath();
		return origin + (path.endsWith("/") ? path.substring(0, path.length() - 1) : path) + this.settings.path() + "/";
	}

	private URI baseUrl() {
		URI url = this.settings.baseUrl();
		if (url == null) {
			throw new IllegalStateException(
					"There are no links for readers without the property sendpost.tracking.base-url");
		}
		return url;
	}

	/**
	 * Whether a target is one of the links made here, which are not tracked.
	 * @param base where links in the message begin
	 */
	boolean isOwn(String target, String base) {
		return target.startsWith(base) || target.startsWith(defaultBase());
	}

	String pixel(TrackedMessage message, String base) {
		ByteBuffer content = message.write(ByteBuffer.allocate(TrackedMessage.LENGTH));
		return base + OPEN + "/" + this.opens.sign(content.array());
	}

	String click(TrackedLink link, String base) {
		byte[] target = link.target().getBytes(StandardCharsets.US_ASCII);
		ByteBuffer content = link.message().write(ByteBuffer.allocate(TrackedMessage.LENGTH + target.length));
		return base + CLICK + "/" + this.clicks.sign(content.put(target).array());
	}

	String token(Reader reader) {
		UUID message = Objects.requireNonNullElse(reader.emailId(), NO_MESSAGE);
		byte[] text = (reader.subAccount() + "\n" + reader.address().address()).getBytes(StandardCharsets.UTF_8);
		return this.readers.seal(ByteBuffer.allocate(2 * Long.BYTES + text.length)
			.putLong(message.getMostSignificantBits())
			.putLong(message.getLeastSignificantBits())
			.put(text)
			.array());
	}

	private static Reader reader(byte[] content) {
		ByteBuffer octets = ByteBuffer.wrap(content);
		UUID message = new UUID(octets.getLong(), octets.getLong());
		String text = StandardCharsets.UTF_8.decode(octets).toString();
		int end = text.indexOf('\n');
		try {
			return new Reader(text.substring(0, end), EmailAddress.parse(text.substring(end + 1)),
					message.equals(NO_MESSAGE) ? null : message);
		}
		catch (InvalidEmailException ex) {
			throw new IllegalStateException("A link that was sealed here holds no address", ex);
		}
	}

}
