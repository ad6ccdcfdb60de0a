package dev.sendpost.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sendpost.DomainName;
import dev.sendpost.InvalidEmailException;
import dev.sendpost.autoconfigure.SendingDomainsProperties.KeyProperties;
import dev.sendpost.autoconfigure.SendingDomainsProperties.RegisteredProperties;
import dev.sendpost.domain.ConfiguredDomain;
import dev.sendpost.domain.InvalidSendingDomainException;
import dev.sendpost.domain.SendingDomainSettings;
import dev.sendpost.domain.dkim.DkimKeyPair;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.StringUtils;

/**
 * Turns properties of sending domains into what the domains are made of, and refuses
 * those that cannot work.
 */
final class SendingDomainsMapper {

	private static final String PREFIX = "sendpost.domains.";

	private static final String SELECTOR = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

	private final ResourceLoader resources;

	SendingDomainsMapper(ResourceLoader resources) {
		this.resources = resources;
	}

	static List<InetSocketAddress> servers(DnsProperties properties) {
		requirePositive("sendpost.dns.timeout", properties.timeout());
		List<InetSocketAddress> servers = new ArrayList<>();
		for (int i = 0; i < properties.servers().size(); i++) {
			servers.add(IpAddresses.parseServer("sendpost.dns.servers[" + i + "]", properties.servers().get(i)));
		}
		return servers;
	}

	static SendingDomainSettings settings(SendingDomainsProperties properties) {
		requirePositive(PREFIX + "check-interval", properties.checkInterval());
		if (properties.signatureValidity() != null) {
			requirePositive(PREFIX + "signature-validity", properties.signatureValidity());
		}
		if (StringUtils.hasText(properties.returnPathTarget()) && StringUtils.hasText(properties.bounceHost())) {
			throw new InvalidSendpostPropertyException(PREFIX + "bounce-host",
					"'" + PREFIX + "return-path-target' is set, too, and a name that is an alias has no other record",
					"Remove one of them.");
		}
		List<InetAddress> addresses = new ArrayList<>();
		for (int i = 0; i < properties.sendingAddresses().size(); i++) {
			addresses
				.add(IpAddresses.parse(PREFIX + "sending-addresses[" + i + "]", properties.sendingAddresses().get(i)));
		}
		try {
			return new SendingDomainSettings(host("spf-include", properties.spfInclude()), addresses,
					host("return-path-target", properties.returnPathTarget()),
					host("tracking-target", properties.trackingTarget()), host("bounce-host", properties.bounceHost()),
					properties.ed25519(), properties.checkInterval());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSendpostPropertyException(PREFIX + "sending-addresses", ex.getMessage(),
					"Publish the addresses as the SPF record of a name of your own, and set '" + PREFIX
							+ "spf-include' to that name.");
		}
	}

	private static void requirePositive(String property, Duration duration) {
		if (duration.toSeconds() < 1 && duration.toMillis() < 1) {
			throw new InvalidSendpostPropertyException(property, duration + " is not a time to wait for",
					"Set it to a positive duration such as 3s.");
		}
	}

	private static @Nullable String host(String name, @Nullable String host) {
		if (!StringUtils.hasText(host)) {
			return null;
		}
		try {
			return DomainName.toAscii(host.strip());
		}
		catch (InvalidEmailException ex) {
			throw new InvalidSendpostPropertyException(PREFIX + name, ex.getMessage(),
					"Set it to the name of a host such as mail.example.com.");
		}
	}

	List<ConfiguredDomain> configured(SendingDomainsProperties properties) {
		List<ConfiguredDomain> domains = new ArrayList<>();
		for (int i = 0; i < properties.registered().size(); i++) {
			domains.add(domain(PREFIX + "registered[" + i + "]", properties.registered().get(i)));
		}
		return domains;
	}

	private ConfiguredDomain domain(String property, RegisteredProperties properties) {
		String name = required(property + ".name", properties.name(), "Set it to a domain such as example.com.");
		Map<String, DkimKeyPair> keys = new LinkedHashMap<>();
		for (int i = 0; i < properties.keys().size(); i++) {
			String keyProperty = property + ".keys[" + i + "]";
			KeyProperties key = properties.keys().get(i);
			String selector = required(keyProperty + ".selector", key.selector(),
					"Set it to the first part of the name that the key is published at.");
			if (!selector.matches(SELECTOR)) {
				throw new InvalidSendpostPropertyException(keyProperty + ".selector",
						"'" + selector + "' is not a selector", "Use letters, digits and hyphens.");
			}
			if (keys.put(selector, keyPair(keyProperty + ".private-key", key.privateKey())) != null) {
				throw new InvalidSendpostPropertyException(keyProperty + ".selector",
						"another key of the domain has the selector '" + selector + "'",
						"Give each key a selector of its own.");
			}
		}
		try {
			String subAccount = StringUtils.hasText(properties.subAccount()) ? properties.subAccount() : null;
			return new ConfiguredDomain(name, subAccount, keys);
		}
		catch (InvalidSendingDomainException ex) {
			throw new InvalidSendpostPropertyException(property + ".name", ex.getMessage(),
					"Set it to a domain of your own such as example.com.");
		}
	}

	private DkimKeyPair keyPair(String property, @Nullable String value) {
		PrivateKey key = privateKey(property,
				required(property, value, "Set it to a private key as PEM, or to where such a file is."));
		try {
			return DkimKeyPair.of(key);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSendpostPropertyException(property, ex.getMessage(),
					"Make a key with 'openssl genrsa 2048', and set it as it is.");
		}
	}

	/*
	 * What is wrong inside of a key is no part of the message.
	 */
	private PrivateKey privateKey(String property, String text) {
		try {
			String pem = PemContent.isPresentInText(text) ? text : read(text.strip());
			PrivateKey key = PemContent.of(pem).getPrivateKey();
			if (key != null) {
				return key;
			}
		}
		catch (IOException ex) {
			throw new InvalidSendpostPropertyException(property, "the file cannot be read: " + ex.getMessage(),
					"Correct the location, for example file:/etc/dkim/acme.pem.");
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			// Told below.
		}
		throw new InvalidSendpostPropertyException(property, "it holds no private key without a password",
				"Set it to what stands from '-----BEGIN PRIVATE KEY-----' to the end, or to where such a file is.");
	}

	private String read(String location) throws IOException {
		try (InputStream in = this.resources.getResource(location).getInputStream()) {
			return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
		}
	}

	private static String required(String property, @Nullable String value, String action) {
		if (!StringUtils.hasText(value)) {
			throw new InvalidSendpostPropertyException(property, "it is missing", action);
		}
		return value;
	}

}
