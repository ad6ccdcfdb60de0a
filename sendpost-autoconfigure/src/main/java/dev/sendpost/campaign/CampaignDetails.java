package dev.sendpost.campaign;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.UUID;

import dev.sendpost.EmailAddress;
import dev.sendpost.ListUnsubscribe;
import org.jspecify.annotations.Nullable;

/**
 * What is set about a campaign.
 *
 * @param name what people call it, up to {@value #MAX_NAME_LENGTH} characters on one line
 * @param list the id of the list whose members get it
 * @param topic the key of the topic it is about, so that who has left that gets nothing;
 * or {@code null}
 * @param from who it is from, or {@code null} for the sender of the sub-account
 * @param replyTo where answers go, possibly nowhere else
 * @param content what it says
 * @param subjectTest a trial of several subjects, or {@code null}
 * @param rate how fast it is handed over at most, or {@code null} for as fast as it goes
 * @param unsubscribeUrl where a POST unsubscribes a reader (RFC 8058), for applications
 * that take care of that themselves: an {@code https:} address with a variable such as
 * <code>{{contact_id}}</code>, so that it is another one for each contact; or
 * {@code null}
 * @param trackOpens whether opens are tracked, or {@code null} to leave it to whoever
 * tracks
 * @param trackClicks whether clicks are tracked, or {@code null} likewise
 */
public record CampaignDetails(String name, UUID list, @Nullable String topic, @Nullable EmailAddress from,
		List<EmailAddress> replyTo, CampaignContent content, @Nullable SubjectTest subjectTest,
		@Nullable CampaignRate rate, @Nullable String unsubscribeUrl, @Nullable Boolean trackOpens,
		@Nullable Boolean trackClicks) {

	/** How many characters a name has at most. */
	public static final int MAX_NAME_LENGTH = 200;

	private static final int MAX_URL_LENGTH = 1000;

	private static final int MAX_REPLY_TO = 10;

	/**
	 * Create details.
	 * @throws CampaignException if a value is not allowed
	 */
	public CampaignDetails {
		replyTo = List.copyOf(replyTo);
		Checks.requireLine("name", name, MAX_NAME_LENGTH);
		if (name.isBlank()) {
			throw CampaignException.invalid("name", "the name of a campaign is empty");
		}
		if (replyTo.size() > MAX_REPLY_TO) {
			throw CampaignException.invalid("replyTo", "answers can go to " + MAX_REPLY_TO + " addresses at most");
		}
		if (subjectTest != null && subjectTest.alternatives().contains(content.subject())) {
			throw CampaignException.invalid("subjectTest", "a subject cannot be tried against itself");
		}
		if (unsubscribeUrl != null) {
			requireWorking(unsubscribeUrl);
		}
	}

	/**
	 * Create details of a campaign that is tracked as all mail is.
	 * @param name what people call it
	 * @param list the id of the list
	 * @param topic the key of the topic, or {@code null}
	 * @param from who it is from, or {@code null}
	 * @param replyTo where answers go
	 * @param content what it says
	 * @param subjectTest a trial of several subjects, or {@code null}
	 * @param rate how fast it is handed over, or {@code null}
	 * @param unsubscribeUrl where a POST unsubscribes a reader, or {@code null}
	 * @throws CampaignException if a value is not allowed
	 */
	public CampaignDetails(String name, UUID list, @Nullable String topic, @Nullable EmailAddress from,
			List<EmailAddress> replyTo, CampaignContent content, @Nullable SubjectTest subjectTest,
			@Nullable CampaignRate rate, @Nullable String unsubscribeUrl) {
		this(name, list, topic, from, replyTo, content, subjectTest, rate, unsubscribeUrl, null, null);
	}

	/**
	 * A campaign to a list.
	 * @param name what people call it
	 * @param list the id of the list
	 * @param content what it says
	 * @return the details
	 * @throws CampaignException if the name cannot be one
	 */
	public static CampaignDetails of(String name, UUID list, CampaignContent content) {
		return new CampaignDetails(name, list, null, null, List.of(), content, null, null, null);
	}

	private static void requireWorking(String url) {
		Checks.requireLine("unsubscribeUrl", url, MAX_URL_LENGTH);
		boolean https;
		try {
			URI uri = new URI(encoded(url));
			https = "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null;
		}
		catch (URISyntaxException ex) {
			https = false;
		}
		if (!https || !url.contains("{{")) {
			throw CampaignException.invalid("unsubscribeUrl", "'" + url
					+ "' cannot unsubscribe: it takes an https: address with a variable in its path or query, such as"
					+ " https://example.com/unsubscribe/{{contact_id}}");
		}
	}

	private static String encoded(String url) {
		return url.replace("{{", "%7B%7B").replace("}}", "%7D%7D");
	}

	@Nullable ListUnsubscribe listUnsubscribe() {
		return (this.unsubscribeUrl != null) ? ListUnsubscribe.oneClick(URI.create(encoded(this.unsubscribeUrl)))
				: null;
	}

	/**
	 * The same campaign about a topic.
	 * @param topic the key of the topic, or {@code null} for none
	 * @return the details
	 */
	public CampaignDetails topic(@Nullable String topic) {
		return new CampaignDetails(this.name, this.list, topic, this.from, this.replyTo, this.content, this.subjectTest,
				this.rate, this.unsubscribeUrl, this.trackOpens, this.trackClicks);
	}

	/**
	 * The same campaign from another sender.
	 * @param from the address, or {@code null} for the sender of the sub-account
	 * @return the details
	 */
	public CampaignDetails from(@Nullable EmailAddress from) {
		return new CampaignDetails(this.name, this.list, this.topic, from, this.replyTo, this.content, this.subjectTest,
				this.rate, this.unsubscribeUrl, this.trackOpens, this.trackClicks);
	}

	/**
	 * The same campaign with other addresses for answers.
	 * @param replyTo the addresses
	 * @return the details
	 * @throws CampaignException if there are too many
	 */
	public CampaignDetails replyTo(EmailAddress... replyTo) {
		return new CampaignDetails(this.name, this.list, this.topic, this.from, List.of(replyTo), this.content,
				this.subjectTest, this.rate, this.unsubscribeUrl, this.trackOpens, this.trackClicks);
	}

	/**
	 * The same campaign with another content.
	 * @param content what it says
	 * @return the details
	 * @throws CampaignException if its subject is tried against itself
	 */
	public CampaignDetails content(CampaignContent content) {
		return new CampaignDetails(this.name, this.list, this.topic, this.from, this.replyTo, content, this.subjectTest,
				this.rate, this.unsubscribeUrl, this.trackOpens, this.trackClicks);
	}

	/**
	 * The same campaign with a trial of several subjects.
	 * @param subjectTest the trial, or {@code null} for none
	 * @return the details
	 * @throws CampaignException if its subject is tried against itself
	 */
	public CampaignDetails subjectTest(@Nullable SubjectTest subjectTest) {
		return new CampaignDetails(this.name, this.list, this.topic, this.from, this.replyTo, this.content, subjectTest,
				this.rate, this.unsubscribeUrl, this.trackOpens, this.trackClicks);
	}

	/**
	 * The same campaign at another rate.
	 * @param rate the rate, or {@code null} for as fast as it goes
	 * @return the details
	 */
	public CampaignDetails rate(@Nullable CampaignRate rate) {
		return new CampaignDetails(this.name, this.list, this.topic, this.from, this.replyTo, this.content,
				this.subjectTest, rate, this.unsubscribeUrl, this.trackOpens, this.trackClicks);
	}

	/**
	 * The same campaign with a way to unsubscribe that the application takes care of.
	 * @param url the address with a variable, or {@code null} for none
	 * @return the details
	 * @throws CampaignException if it could not work
	 */
	public CampaignDetails unsubscribeUrl(@Nullable String url) {
		return new CampaignDetails(this.name, this.list, this.topic, this.from, this.replyTo, this.content,
				this.subjectTest, this.rate, url, this.trackOpens, this.trackClicks);
	}

	/**
	 * The same campaign with its own choice of what is tracked.
	 * @param opens whether opens are, or {@code null} to leave it to whoever tracks
	 * @param clicks whether clicks are, or {@code null} likewise
	 * @return the details
	 */
	public CampaignDetails tracking(@Nullable Boolean opens, @Nullable Boolean clicks) {
		return new CampaignDetails(this.name, this.list, this.topic, this.from, this.replyTo, this.content,
				this.subjectTest, this.rate, this.unsubscribeUrl, opens, clicks);
	}

}
