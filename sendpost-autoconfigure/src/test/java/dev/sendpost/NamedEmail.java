package dev.sendpost;

/**
 * An e-mail of the corpus.
 *
 * @param name what is special about it
 * @param email the e-mail, with a from address
 */
public record NamedEmail(String name, Email email) {

	@Override
	public String toString() {
		return this.name;
	}

}
