package dev.sendpost.admin.web;

/**
 * What is set about the panel.
 *
 * @param basePath the path of the panel
 * @param readOnly whether nobody may change anything
 */
public record AdminSettings(String basePath, boolean readOnly) {

}
