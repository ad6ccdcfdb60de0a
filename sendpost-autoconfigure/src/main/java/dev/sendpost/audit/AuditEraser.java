package dev.sendpost.audit;

import java.util.Locale;

import dev.sendpost.EmailAddress;
import dev.sendpost.PersonalDataEraser;

/**
 * Removes what was done to the address of a person. That something was done stays.
 */
public final class AuditEraser implements PersonalDataEraser {

	private final AuditLog log;

	/**
	 * Create an eraser.
	 * @param log what to remove from
	 */
	public AuditEraser(AuditLog log) {
		this.log = log;
	}

	@Override
	public int erase(EmailAddress address) {
		return this.log.store().inCallersTransaction(() -> {
			this.log.store()
				.jdbc()
				.update("update sendpost_audit set subject = '', refusal = null where lower(subject) in (?, ?)",
						address.mailbox(), address.address().toLowerCase(Locale.ROOT));
			return 0;
		});
	}

}
