package dev.sendpost.autoconfigure;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties that keep an application outside production from mailing real people.
 *
 * @param capture Whether all e-mail is captured, whatever transports are configured.
 * @param allowedRecipients Addresses and domains that may get e-mail; other recipients
 * are dropped, or redirected if "redirect-to" is set.
 * @param redirectTo Who gets the e-mail of all recipients that are not allowed.
 */
@ConfigurationProperties("sendpost.safety")
record MailSafetyProperties(@DefaultValue("false") boolean capture, @DefaultValue Set<String> allowedRecipients,
		@Nullable String redirectTo) {

}
