package dev.sendpost.mime.read;

import java.util.ArrayList;
import java.util.List;

import dev.sendpost.EmailAddress;
import dev.sendpost.InvalidEmailException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;

/**
 * Reads the addresses in a field (RFC 5322 section 3.4).
 */
final class AddressListReader {

	static final int MAX_ADDRESSES = 10_000;

	private AddressListReader() {
	}

	/**
	 * Read addresses. A group without members, such as {@code undisclosed-recipients:;},
	 * is nobody.
	 * @throws UnmappableException if there is something else
	 */
	static List<EmailAddress> read(String value) throws UnmappableException {
		List<EmailAddress> addresses = new ArrayList<>();
		try {
			for (InternetAddress address : InternetAddress.parseHeader(value, true)) {
				if (!address.isGroup()) {
					addresses.add(address(address));
				}
				else if (address.getGroup(true).length > 0) {
					throw new UnmappableException("a group of addresses");
				}
			}
		}
		catch (AddressException | InvalidEmailException ex) {
			throw new UnmappableException("addresses that cannot be read");
		}
		if (addresses.size() > MAX_ADDRESSES) {
			throw new UnmappableException("more than " + MAX_ADDRESSES + " addresses in a field");
		}
		return addresses;
	}

	private static EmailAddress address(InternetAddress read) throws UnmappableException {
		EmailAddress address = EmailAddress.parse(read.getAddress());
		String name = read.getPersonal();
		if (name == null) {
			return address;
		}
		if (name.indexOf('\uFFFD') >= 0) {
			throw new UnmappableException("a name that cannot be decoded");
		}
		return new EmailAddress(name, address.localPart(), address.domain());
	}

}
