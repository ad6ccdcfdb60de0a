package dev.sendpost.audience;

import java.util.List;

import dev.sendpost.EmailAddress;
import dev.sendpost.PersonalDataEraser;

/**
 * Removes the contacts with an address, of all sub-accounts.
 */
public final class AudienceEraser implements PersonalDataEraser {

	private final AudienceStore store;

	/**
	 * Create an eraser.
	 * @param audiences what to remove from
	 */
	public AudienceEraser(Audiences audiences) {
		this.store = audiences.store();
	}

	@Override
	public int erase(EmailAddress address) {
		this.store.store().inCallersTransaction(() -> {
			List<StoredContact> found = contacts(address);
			while (!found.isEmpty()) {
				this.store.contacts().delete(found.stream().map(StoredContact::id).toList());
				found = contacts(address);
			}
			return true;
		});
		return 0;
	}

	private List<StoredContact> contacts(EmailAddress address) {
		return this.store.contacts()
			.query(" where c.mailbox = ? order by c.id limit " + AudienceStore.ROWS_AT_ONCE + " for update",
					List.of(address.mailbox()));
	}

}
