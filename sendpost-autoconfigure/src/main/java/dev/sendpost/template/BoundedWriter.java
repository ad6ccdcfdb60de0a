package dev.sendpost.template;

import java.io.StringWriter;

import dev.sendpost.template.TemplateException.Reason;

/**
 * Keeps what a template says, up to a bound.
 */
final class BoundedWriter extends StringWriter {

	private static final int MAX_LENGTH = 5_000_000;

	@Override
	public void write(int character) {
		requireRoom(1);
		super.write(character);
	}

	@Override
	public void write(char[] characters, int offset, int length) {
		requireRoom(length);
		super.write(characters, offset, length);
	}

	@Override
	public void write(String text) {
		requireRoom(text.length());
		super.write(text);
	}

	@Override
	public void write(String text, int offset, int length) {
		requireRoom(length);
		super.write(text, offset, length);
	}

	private void requireRoom(int length) {
		if (getBuffer().length() + length > MAX_LENGTH) {
			throw new TemplateException(Reason.TOO_MUCH,
					"filled in, the template has more than " + MAX_LENGTH + " characters");
		}
	}

}
