package dev.sendpost.admin.web;

/**
 * Who looks at the panel.
 *
 * @param name the name, for the audit log
 * @param readOnly whether nothing may be changed
 */
public record AdminUser(String name, boolean readOnly) {

}
