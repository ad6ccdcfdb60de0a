package dev.sendpost.api.sendpost;

/**
 * That something was removed.
 *
 * @param id its id
 * @param message the same, for people
 */
record Removed(long id, String message) {

	static Removed of(long id, String what, String name) {
		return new Removed(id, what + " (" + name + ") has been deleted successfully.");
	}

}
