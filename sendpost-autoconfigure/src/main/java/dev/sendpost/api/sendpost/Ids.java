package dev.sendpost.api.sendpost;

import dev.sendpost.api.ApiCall;
import dev.sendpost.api.ApiProblem;

/**
 * Reads ids that are numbers.
 */
final class Ids {

	private Ids() {
	}

	/**
	 * A variable of the path that is an id.
	 * @throws ApiProblem if it is no number, and so there is nothing with that id
	 */
	static long read(ApiCall call, String name, String what) {
		String value = call.path(name);
		try {
			long id = Long.parseLong(value);
			if (id > 0) {
				return id;
			}
		}
		catch (NumberFormatException ex) {
			// Not an id is as unknown as an id of nothing.
		}
		throw ApiProblem.notFound(what, value);
	}

}
