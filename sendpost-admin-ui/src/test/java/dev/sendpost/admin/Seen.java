package dev.sendpost.admin;

import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * What a person sees of a page, by what it is called.
 */
final class Seen {

	private Seen() {
	}

	static Locator button(Page page, String name) {
		return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
	}

	static Locator link(Page page, String name) {
		return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
	}

	static void pressed(Page page, String name) {
		button(page, name).click();
	}

	static void followed(Page page, String name) {
		link(page, name).click();
	}

	/**
	 * The control with a label. That of a list to choose from has its choices in it too.
	 */
	static Locator label(Page page, String text) {
		return page.getByLabel(text, new Page.GetByLabelOptions().setExact(true))
			.or(page.locator("label")
				.filter(new Locator.FilterOptions().setHasText(Pattern.compile("^\\s*" + text + "(\\s|$)")))
				.locator("select, textarea"));
	}

	static Locator heading(Page page) {
		return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1));
	}

	/**
	 * What was done says so.
	 */
	static void says(Page page, String notice) {
		assertThat(page.locator(".notice")).containsText(notice);
	}

}
