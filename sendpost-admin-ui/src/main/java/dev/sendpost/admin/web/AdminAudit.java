package dev.sendpost.admin.web;

import org.jspecify.annotations.Nullable;

/**
 * Keeps who changed what.
 */
@FunctionalInterface
public interface AdminAudit {

	/**
	 * Note a change that was made.
	 * @param user who made it
	 * @param action what was done
	 * @param subject the path of what it was done to
	 * @param refusal why it was not done after all, or {@code null} if it was
	 */
	void changed(AdminUser user, String action, String subject, @Nullable String refusal);

}
