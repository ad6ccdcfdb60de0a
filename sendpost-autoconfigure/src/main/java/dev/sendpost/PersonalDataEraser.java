package dev.sendpost;

/**
 * Removes what is kept about a person. Declare a bean, and it is asked, in the same
 * transaction as all others, when a person is to be erased.
 */
@FunctionalInterface
public interface PersonalDataEraser {

	/**
	 * Remove what is kept about the owner of an address, in the current transaction. It
	 * may be asked again about the same address, and is then to remove what has come
	 * since.
	 * @param address the address
	 * @return how many things about the person could not be removed yet, because they are
	 * in use; asked again later, it removes them
	 */
	int erase(EmailAddress address);

}
