package dev.sendpost.api.emailapi;

import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What became of messages that were handed over together.
 *
 * @param results one for each message, in order
 * @param total how many there were
 * @param sent how many of them were accepted for somebody
 * @param failed how many of them will reach nobody
 */
record BatchAnswer(List<Result> results, int total, int sent, int failed) {

	static BatchAnswer of(List<Result> results) {
		int failed = (int) results.stream().filter((result) -> result.error() != null).count();
		return new BatchAnswer(results, results.size(), results.size() - failed, failed);
	}

	/**
	 * What became of one message.
	 *
	 * @param to the recipients as they were given
	 * @param id the id of the message, or {@code null} if it is not kept
	 * @param status where it stands
	 * @param error why it will reach nobody, or {@code null} if it may
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Result(String to, @Nullable UUID id, String status, @Nullable String error) {

	}

}
