package dev.sendpost.admin.page.message;

/**
 * A link to another view of the same message.
 *
 * @param id its id in the page
 * @param title what it is called
 * @param count how much there is to see, or -1 if that is no matter of numbers
 * @param path where it leads, below the path of the panel
 * @param current whether it is what is shown now
 */
public record ReaderTab(String id, String title, int count, String path, boolean current) {

}
