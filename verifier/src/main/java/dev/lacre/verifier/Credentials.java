package dev.lacre.verifier;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The secrets with which a sender may sign, and whom they belong to: either to an application and
 * all its merchants ({@code client_credentials_application}), or to one merchant of an application
 * ({@code client_credentials_merchant}).
 *
 * <p>Several secrets are active while one replaces another; each is tried, and a match is reported
 * by its position. Immutable and thread-safe; no secret shows in {@link #toString}.
 */
public final class Credentials {

  /** The most secrets that may be active at once; each costs one MAC for every delivery. */
  public static final int MAX_SECRETS = 8;

  private final AppId appId;
  private final @Nullable MerchantId merchantId;
  private final Secret first;

  /** All the secrets, unless there is but one: a list for each of a million is much. */
  private final @Nullable List<Secret> several;

  private final Set<MerchantId> merchants;

  private Credentials(
      AppId appId,
      @Nullable MerchantId merchantId,
      List<Secret> secrets,
      Set<MerchantId> merchants) {
    this.appId = appId;
    this.merchantId = merchantId;
    this.merchants = merchants;
    List<Secret> all = List.copyOf(secrets);
    if (all.isEmpty() || all.size() > MAX_SECRETS) {
      throw new IllegalArgumentException(
          "The credentials of "
              + owner()
              + " have "
              + all.size()
              + " secrets, but need 1 to "
              + MAX_SECRETS
              + ": a missing secret is a refusal, and a rotation needs two.");
    }
    this.first = all.get(0);
    this.several = all.size() == 1 ? null : all;
  }

  /**
   * Returns the credentials of an application, which serve all its merchants.
   *
   * @param appId the application
   * @param secrets its active secrets, 1 to {@value #MAX_SECRETS}
   * @param merchants the merchants that it is authorised for; a genuine webhook for another one is
   *     refused as not authorised
   * @return the credentials
   * @throws IllegalArgumentException if there is no secret, or too many
   */
  public static Credentials forApplication(
      AppId appId, List<Secret> secrets, Collection<MerchantId> merchants) {
    return new Credentials(appId, null, secrets, Set.copyOf(merchants));
  }

  /**
   * Returns the credentials of one merchant of an application. The secrets must be this merchant's
   * alone: a match is taken as {@link MerchantProof#KEY}.
   *
   * @param appId the application
   * @param merchantId the merchant
   * @param secrets the merchant's active secrets, 1 to {@value #MAX_SECRETS}
   * @return the credentials
   * @throws IllegalArgumentException if there is no secret, or too many
   */
  public static Credentials forMerchant(AppId appId, MerchantId merchantId, List<Secret> secrets) {
    return new Credentials(appId, merchantId, secrets, Set.of());
  }

  /**
   * Returns the application.
   *
   * @return the application's id
   */
  public AppId appId() {
    return appId;
  }

  /**
   * Tells whether the secrets belong to one merchant alone.
   *
   * @return true in the merchant model, false in the application model
   */
  public boolean ofOneMerchant() {
    return merchantId != null;
  }

  /**
   * Tells whether the holder of these secrets may speak for a merchant.
   *
   * @param merchant a merchant's id
   * @return true if it may
   */
  public boolean authorises(MerchantId merchant) {
    return merchantId == null ? merchants.contains(merchant) : merchantId.equals(merchant);
  }

  /**
   * Returns a text that names whose secrets these are: the same for all merchants of an application
   * in the application model, and one for each merchant in the merchant model.
   *
   * @return the application's id, followed in the merchant model by a blank and the merchant's id
   */
  public String owner() {
    return merchantId == null ? appId.value() : appId.value() + " " + merchantId.value();
  }

  /** Returns the same secrets of the application, authorised for no merchant. */
  Credentials withoutMerchants() {
    return new Credentials(appId, null, secrets(), Set.of());
  }

  /** Returns how many merchants an application is authorised for; 0 in the merchant model. */
  int merchantCount() {
    return merchants.size();
  }

  List<Secret> secrets() {
    return several == null ? List.of(first) : several;
  }

  int secretCount() {
    return several == null ? 1 : several.size();
  }

  /** Returns the secret in a position from 0, without a list in between. */
  Secret secret(int position) {
    return several == null ? first : several.get(position);
  }

  @Nullable MerchantId merchantId() {
    return merchantId;
  }

  /** Returns the owner and the number of secrets. */
  @Override
  public String toString() {
    return "Credentials[" + owner() + ", " + secretCount() + " secrets]";
  }
}
