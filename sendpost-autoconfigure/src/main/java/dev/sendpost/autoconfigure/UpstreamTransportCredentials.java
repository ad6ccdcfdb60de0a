package dev.sendpost.autoconfigure;

import java.util.Optional;
import java.util.function.Supplier;

import dev.sendpost.secret.EncryptionKeyRequiredException;
import dev.sendpost.subaccount.SubAccountCredentials;
import dev.sendpost.transport.TransportCredentials;
import dev.sendpost.transport.TransportException;
import dev.sendpost.transport.TransportException.Kind;

/**
 * Hands the credentials of sub-accounts to transports.
 */
final class UpstreamTransportCredentials implements TransportCredentials {

	private final Supplier<SubAccountCredentials> credentials;

	UpstreamTransportCredentials(Supplier<SubAccountCredentials> credentials) {
		this.credentials = credentials;
	}

	@Override
	public Optional<Credentials> find(String subAccount, String transport) {
		try {
			return this.credentials.get()
				.find(subAccount, transport)
				.map((found) -> new Credentials(found.username(), found.secret()));
		}
		catch (EncryptionKeyRequiredException ex) {
			throw failure(Kind.CREDENTIALS_REFUSED, subAccount, transport, ex);
		}
		catch (RuntimeException ex) {
			throw failure(Kind.DEFERRED, subAccount, transport, ex);
		}
	}

	private static TransportException failure(Kind kind, String subAccount, String transport, RuntimeException cause) {
		return new TransportException(kind, "Transport '" + transport + "' cannot read the credentials of sub-account '"
				+ subAccount + "': " + cause.getMessage(), cause);
	}

}
