package dev.sendpost.autoconfigure;

import dev.sendpost.EmailAddress;
import dev.sendpost.InvalidEmailException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Reads properties that hold an address.
 */
final class AddressProperty {

	private AddressProperty() {
	}

	static @Nullable EmailAddress parse(String property, @Nullable String address) {
		if (!StringUtils.hasText(address)) {
			return null;
		}
		try {
			return EmailAddress.parse(address);
		}
		catch (InvalidEmailException ex) {
			throw new InvalidSendpostPropertyException(property, ex.getMessage(),
					"Set it to an address such as 'Acme <hello@acme.example>'.");
		}
	}

}
