package dev.sendpost.admin.page;

import java.util.List;

import dev.sendpost.domain.DomainRecord;
import dev.sendpost.domain.DomainRecordKind;
import dev.sendpost.domain.DomainRecordState;
import dev.sendpost.domain.PublishedRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record to be published, as it is shown.
 *
 * @param record the record
 * @param published what the name system holds, or {@code null} if it was not asked
 */
public record RecordCard(DomainRecord record, @Nullable PublishedRecord published) {

	/**
	 * What it is called.
	 * @return its title
	 */
	public String title() {
		return switch (this.record.kind()) {
			case RETURN_PATH -> "Return path";
			case TRACKING -> "Tracking";
			default -> this.record.kind().name();
		};
	}

	/**
	 * What it is for.
	 * @return a sentence
	 */
	public String purpose() {
		return switch (this.record.kind()) {
			case DKIM -> "Lets receivers check that mail was signed by you.";
			case SPF -> "Says which servers may send for the domain.";
			case RETURN_PATH -> "Takes bounces to where they are understood.";
			case MX -> "Takes bounces, or shows that the domain takes mail at all.";
			case TRACKING -> "Makes tracked links those of your own domain.";
			case DMARC -> "Says what becomes of mail that is neither signed nor sent by you.";
		};
	}

	/**
	 * The word for its state, which also is the name of a colour.
	 * @return the word
	 */
	public String status() {
		return switch (this.record.state()) {
			case VERIFIED -> "verified";
			case PENDING -> "pending";
			case FAILED -> this.record.required() ? "failed" : "missing";
		};
	}

	/**
	 * What to do about it.
	 * @return a sentence, or {@code null} if there is nothing to do
	 */
	public @Nullable String advice() {
		if (this.record.isVerified()) {
			return null;
		}
		String publish = this.record.value().isEmpty()
				? "Publish an " + this.record.type() + " record at " + this.record.host()
						+ " that names a host which takes mail."
				: "Publish the " + this.record.type() + " record with this host and value.";
		if (this.record.state() == DomainRecordState.PENDING) {
			return publish + " It was not looked for yet.";
		}
		if (this.record.kind() == DomainRecordKind.SPF) {
			return "There must be one SPF record: if there is one already, add to it what is missing. Otherwise publish this one.";
		}
		return publish + (this.record.required() ? "" : " Mail is sent without it, too.");
	}

	/**
	 * Whether there is a value to copy.
	 * @return whether it must be this one
	 */
	public boolean hasValue() {
		return !this.record.value().isEmpty();
	}

	static RecordCard of(DomainRecord record, @Nullable List<PublishedRecord> published) {
		return new RecordCard(record, (published != null)
				? published.stream().filter((found) -> found.record().equals(record)).findFirst().orElse(null) : null);
	}

	/**
	 * What the last check said.
	 * @return its words, or {@code null} if it had none
	 */
	public @Nullable String finding() {
		return this.record.reason();
	}

}
