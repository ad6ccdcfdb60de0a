package dev.sendpost.admin.web;

/**
 * Where a page is in the menu.
 *
 * @param group what it stands with
 * @param path the path of the page, below that of the panel
 * @param title what it is called
 */
public record MenuItem(MenuGroup group, String path, String title) {

}
