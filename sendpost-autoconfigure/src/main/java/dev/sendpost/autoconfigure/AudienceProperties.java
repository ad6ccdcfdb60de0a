package dev.sendpost.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of audiences.
 *
 * @param confirmationUrl The page on which readers confirm that they want to be on a list
 * with double opt-in, such as https://www.example.com/confirm; the parameter "token" is
 * added to it. The page that comes with sendpost, if sendpost.tracking.base-url is set.
 * @param confirmationValidity How long a link to confirm is good for.
 * @param keepConfirmationIp Whether the IP address of a reader who confirms is kept as
 * proof.
 */
@ConfigurationProperties("sendpost.audience")
record AudienceProperties(@Nullable String confirmationUrl, @DefaultValue("7d") Duration confirmationValidity,
		@DefaultValue("false") boolean keepConfirmationIp) {

}
