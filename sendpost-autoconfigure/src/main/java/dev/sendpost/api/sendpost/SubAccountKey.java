package dev.sendpost.api.sendpost;

import dev.sendpost.Submitter;
import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiProblem;
import dev.sendpost.api.ApiProblem.Kind;

/**
 * Tells the sub-account that calls.
 */
final class SubAccountKey {

	private SubAccountKey() {
	}

	/**
	 * The sub-account whose key it is.
	 * @throws ApiProblem if it is the key of the account, which has a header of its own
	 */
	static Submitter submitter(ApiCall call) {
		Submitter submitter = call.submitter();
		if (submitter.wholeAccount()) {
			throw ApiProblem.of(Kind.FORBIDDEN, "this takes a key of a sub-account, and the key is one of the account");
		}
		return submitter;
	}

}
