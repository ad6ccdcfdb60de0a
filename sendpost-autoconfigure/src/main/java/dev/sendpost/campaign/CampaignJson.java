package dev.sendpost.campaign;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import dev.sendpost.EmailAddress;
import dev.sendpost.campaign.SubjectTest.Criterion;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Details of campaigns as JSON.
 */
final class CampaignJson {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private CampaignJson() {
	}

	static byte[] write(CampaignDetails details) {
		CampaignContent content = details.content();
		SubjectTest test = details.subjectTest();
		CampaignRate rate = details.rate();
		return JSON.writeValueAsBytes(new Document(details.name(), details.list(), details.topic(),
				(details.from() != null) ? details.from().toString() : null,
				details.replyTo().stream().map(EmailAddress::toString).toList(), content.subject(), content.preheader(),
				content.html(), content.text(), content.template(),
				(test != null) ? new Trial(test.alternatives(), test.percent(), test.criterion(),
						test.decideAfter().toMillis()) : null,
				(rate != null) ? rate.messages() : null, (rate != null) ? rate.period().toMillis() : null,
				details.unsubscribeUrl(), details.trackOpens(), details.trackClicks()));
	}

	static CampaignDetails read(byte[] json) {
		Document document = JSON.readValue(json, Document.class);
		Trial trial = document.trial();
		Integer messages = document.messages();
		Long period = document.period();
		return new CampaignDetails(document.name(), document.list(), document.topic(),
				(document.from() != null) ? EmailAddress.parse(document.from()) : null,
				document.replyTo().stream().map(EmailAddress::parse).toList(),
				new CampaignContent(document.subject(), document.preheader(), document.html(), document.text(),
						document.template()),
				(trial != null) ? new SubjectTest(trial.alternatives(), trial.percent(), trial.criterion(),
						Duration.ofMillis(trial.decideAfter())) : null,
				(messages != null && period != null) ? new CampaignRate(messages, Duration.ofMillis(period)) : null,
				document.unsubscribeUrl(), document.trackOpens(), document.trackClicks());
	}

	/**
	 * The document.
	 */
	record Document(String name, UUID list, @Nullable String topic, @Nullable String from, List<String> replyTo,
			String subject, @Nullable String preheader, @Nullable String html, @Nullable String text,
			@Nullable String template, @Nullable Trial trial, @Nullable Integer messages, @Nullable Long period,
			@Nullable String unsubscribeUrl, @Nullable Boolean trackOpens, @Nullable Boolean trackClicks) {

	}

	/**
	 * A trial of subjects in the document.
	 */
	record Trial(List<String> alternatives, int percent, Criterion criterion, long decideAfter) {

	}

}
