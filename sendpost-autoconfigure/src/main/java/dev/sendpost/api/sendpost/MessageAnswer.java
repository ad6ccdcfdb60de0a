package dev.sendpost.api.sendpost;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sendpost.Attachment;
import dev.sendpost.Email;
import dev.sendpost.EmailAddress;
import dev.sendpost.EmailHeader;
import dev.sendpost.EmailRecord;
import org.jspecify.annotations.Nullable;

/**
 * A message, {@code Message}. What it says is left out when it is no longer kept.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record MessageAnswer(UUID messageID, @Nullable Integer subAccountID, @Nullable Integer ipID,
		@Nullable Integer accountIPPoolID, @Nullable String localIP, @Nullable Long submittedAt, Person from,
		@Nullable Person replyTo, @Nullable Addressee to, @Nullable Addressee headerTo, @Nullable List<String> headerCc,
		@Nullable List<String> headerBcc, @Nullable List<String> attachments, List<String> groups, String ipPool,
		@Nullable Map<String, String> headers, Map<String, String> customFields, String subject,
		@Nullable String preText, @Nullable String htmlBody, @Nullable String textBody, @Nullable String ampBody,
		@Nullable Boolean trackOpens, @Nullable Boolean trackClicks, int attempt) {

	/**
	 * The answer about a message.
	 * @param message the message
	 * @param content what it says, or {@code null} if it is no longer kept
	 * @param subAccount the id of its sub-account, or {@code null} if that is gone
	 * @param transport the transport it went by, or {@code null} if it did not go yet
	 * @param javaSdk whether the {@link JavaSdk} asks, which has no room for the time
	 */
	static MessageAnswer of(EmailRecord message, @Nullable Email content, @Nullable Integer subAccount,
			IpPools.@Nullable Provider transport, boolean javaSdk) {
		String address = (transport != null) ? transport.address() : null;
		Integer ip = (transport != null && address != null) ? transport.id() : null;
		Integer pool = (message.route() != null) ? IpPools.number(message.route()) : null;
		Long submittedAt = javaSdk ? null : (Long) Nanos.of(message.acceptedAt());
		String ipPool = (message.route() != null) ? message.route() : "";
		if (content == null) {
			Addressee first = Addressee.of(message.outcomes().get(0).recipient(), List.of(), List.of(), Map.of());
			return new MessageAnswer(message.id(), subAccount, ip, pool, address, submittedAt,
					Person.of(message.from()), null, first, first, null, null, null, message.tags(), ipPool, null,
					message.metadata(), message.subject(), null, null, null, null, null, null, message.attempts());
		}
		List<String> cc = addresses(content.cc());
		List<String> bcc = addresses(content.bcc());
		Addressee to = content.to().isEmpty() ? null : Addressee.of(content.to().get(0), cc, bcc, message.metadata());
		return new MessageAnswer(message.id(), subAccount, ip, pool, address, submittedAt, Person.of(message.from()),
				content.replyTo().isEmpty() ? null : Person.of(content.replyTo().get(0)), to, to, cc, bcc,
				content.attachments().stream().map(Attachment::filename).toList(), message.tags(), ipPool,
				headers(content), message.metadata(), content.subject(), content.preheader(), content.html(),
				content.text(), content.amp(), content.trackOpens(), content.trackClicks(), message.attempts());
	}

	private static List<String> addresses(List<EmailAddress> addresses) {
		return addresses.stream().map(EmailAddress::toString).toList();
	}

	private static Map<String, String> headers(Email content) {
		Map<String, String> headers = new LinkedHashMap<>();
		for (EmailHeader header : content.headers()) {
			headers.put(header.name(), header.value());
		}
		return headers;
	}

	/**
	 * Who sent it, or gets the answers.
	 *
	 * @param name the name shown
	 * @param email the address
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Person(@Nullable String name, String email) {

		static Person of(EmailAddress address) {
			return new Person(address.name(), address.address());
		}

	}

	/**
	 * Who gets it.
	 *
	 * @param name the name shown
	 * @param email the address
	 * @param cc who is copied in for all to see
	 * @param bcc who is copied in unseen
	 * @param customFields what was filled in, as far as it is short
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Addressee(@Nullable String name, String email, List<String> cc, List<String> bcc,
			Map<String, String> customFields) {

		static Addressee of(EmailAddress address, List<String> cc, List<String> bcc, Map<String, String> customFields) {
			return new Addressee(address.name(), address.address(), cc, bcc, customFields);
		}

	}

}
