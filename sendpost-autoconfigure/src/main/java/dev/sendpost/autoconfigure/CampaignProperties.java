package dev.sendpost.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of campaigns.
 *
 * @param chunkSize How many members of a list are handed over in one transaction at most,
 * 1 to 1000.
 * @param pollInterval How often a node looks for campaigns whose time has come, or that
 * another node has left.
 */
@ConfigurationProperties("sendpost.campaigns")
record CampaignProperties(@DefaultValue("500") int chunkSize, @DefaultValue("5s") Duration pollInterval) {

}
