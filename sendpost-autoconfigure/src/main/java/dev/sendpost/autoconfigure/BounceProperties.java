package dev.sendpost.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of bounce mail.
 *
 * @param address The address that bounces come to, for example
 * "bounces@mail.example.com". Each message gets a return path of its own from it. The
 * domain may contain "{domain}", which is the sender's. By default bounces go to the
 * sender.
 * @param secret The secret that return paths are signed with: 32 random octets or more in
 * base64.
 * @param previousSecrets Secrets that return paths were signed with before, in base64.
 * @param requireReturnPath Whether a report must have come to the return path of its
 * message, or name it. Otherwise the Message-ID and the address of a recipient are
 * enough, which others may know. By default true with an address.
 */
@ConfigurationProperties("sendpost.bounces")
record BounceProperties(@Nullable String address, @Nullable String secret, @DefaultValue List<String> previousSecrets,
		@Nullable Boolean requireReturnPath) {

	/**
	 * The properties without the secrets.
	 */
	@Override
	public String toString() {
		return "BounceProperties[address=" + this.address + "]";
	}

}
