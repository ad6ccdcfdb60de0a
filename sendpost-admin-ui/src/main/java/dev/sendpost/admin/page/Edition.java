package dev.sendpost.admin.page;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

import dev.sendpost.admin.web.AdminRequest;

/**
 * Keeps a form from undoing what somebody else saved after it was loaded: the form
 * carries a digest of what was there then, in the field {@value #FIELD}.
 */
public final class Edition {

	/** The name of the field. */
	public static final String FIELD = "edition";

	private Edition() {
	}

	/**
	 * The digest of what is there.
	 * @param state what is there, written so that the same is always written the same
	 * @return the digest
	 */
	public static String of(Object state) {
		return UUID.nameUUIDFromBytes(state.toString().getBytes(StandardCharsets.UTF_8)).toString();
	}

	/**
	 * Take a form only if nobody else changed what it changes. One that says what is
	 * there already is taken, so that it may be sent twice.
	 * @param request brings the form
	 * @param now what is there
	 * @param wanted what is to be there, written in the same way
	 * @throws FormMistake if somebody else changed it
	 */
	public static void require(AdminRequest request, Object now, Object wanted) {
		if (!isCurrent(request, now) && !now.toString().equals(wanted.toString())) {
			throw new FormMistake(null,
					"Somebody else changed this meanwhile. What you typed is still here and not saved:"
							+ " copy it, and open the page once more.");
		}
	}

	/**
	 * Whether nobody changed something since somebody looked at it.
	 * @param request says what was there then
	 * @param now what is there
	 * @return whether it is the same
	 */
	public static boolean isCurrent(AdminRequest request, Object now) {
		return of(now).equals(request.field(FIELD).orElse(""));
	}

	/**
	 * What a form is to carry: what it carries, or the digest of what is there if it is
	 * shown for the first time.
	 * @param request asks for the form, or brings it
	 * @param now what is there
	 * @return the digest
	 */
	public static String shown(AdminRequest request, Object now) {
		return request.field(FIELD).orElseGet(() -> of(now));
	}

}
