package dev.sendpost.admin.page;

import org.jspecify.annotations.Nullable;

/**
 * Something in a form cannot be taken as it was filled in.
 */
public final class FormMistake extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final @Nullable String field;

	/**
	 * Create a mistake.
	 * @param field the name of the field it is in, or {@code null} if in none alone
	 * @param message what is wrong, for the reader
	 */
	public FormMistake(@Nullable String field, String message) {
		super(message, null, false, false);
		this.field = field;
	}

	@Nullable String field() {
		return this.field;
	}

}
