package dev.lacre.vectors.planted;

import dev.lacre.vectors.Bug;
import dev.lacre.vectors.Delivery;
import dev.lacre.vectors.VectorGroup;
import dev.lacre.vectors.VectorGroup.Credential;
import dev.lacre.vectors.internal.Bugs;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Mistakes of verifiers in who sends, and for which store. */
final class MerchantMistakes {

  private MerchantMistakes() {}

  /** Reads a field of the body in another way. */
  private interface Reading {
    @Nullable String field(byte[] body, String pointer);
  }

  static List<Planted> all() {
    return List.of(
        new Planted("application not asked", Bugs.APP_NOT_CHECKED, new AnyApplication()),
        new Planted("merchant not asked", Bugs.MERCHANT_NOT_CHECKED, new AnyMerchant()),
        new Planted("proof not asked", Bugs.MERCHANT_NOT_CHECKED, new AnyProof()),
        new Planted("ids in any case", Bugs.MERCHANT_CASE, new IdsInAnyCase()),
        new Planted("ids trimmed", Bugs.MERCHANT_CASE, new IdsTrimmed()),
        new Planted("body not asked", Bugs.BODY_FIELD_NOT_CHECKED, new AnyField()),
        new Planted("path and header not asked", Bugs.HEADER_IGNORED, new AnyPath()),
        reading("first of two keys", Bugs.FIRST_KEY, PlainJson::firstField),
        reading("last of two keys", Bugs.LAST_KEY, PlainJson::lastField),
        reading("nearly JSON", Bugs.LENIENT_JSON, PlainJson::lenientField));
  }

  /** Without memory; only the strict profile says so. */
  static Planted withoutMemory() {
    return new Planted("no memory", Bugs.SWAP_NOT_SEEN, new Forgetful());
  }

  private static Planted reading(String name, Bug bug, Reading reading) {
    return new Planted(
        name,
        bug,
        new PlainVerifier() {
          @Override
          @Nullable String field(byte[] body, String pointer) {
            return reading.field(body, pointer);
          }
        });
  }

  /** Finds the secret by the merchant alone. */
  private static final class AnyApplication extends PlainVerifier {
    @Override
    @Nullable Credential sender(VectorGroup group, String app, String merchant) {
      return group.credentials().stream()
          .filter(each -> each.merchants().contains(merchant))
          .findFirst()
          .orElse(null);
    }

    @Override
    boolean isId(String id) {
      return true;
    }
  }

  private static final class AnyMerchant extends PlainVerifier {
    @Override
    boolean authorises(Credential sender, String merchant) {
      return !sender.ofOneMerchant() || super.authorises(sender, merchant);
    }

    @Override
    boolean isId(String id) {
      return true;
    }
  }

  private static final class AnyProof extends PlainVerifier {
    @Override
    int proofDemanded(VectorGroup group) {
      return -1;
    }
  }

  private static final class IdsInAnyCase extends PlainVerifier {
    @Override
    boolean sameId(String first, String second) {
      return first.equalsIgnoreCase(second);
    }
  }

  private static final class IdsTrimmed extends PlainVerifier {
    @Override
    boolean sameId(String first, String second) {
      return first.trim().equals(second.trim());
    }
  }

  private static final class AnyField extends PlainVerifier {
    @Override
    boolean fieldAgrees(VectorGroup group, Delivery delivery, String merchant) {
      return true;
    }
  }

  private static final class AnyPath extends PlainVerifier {
    @Override
    boolean othersAgree(VectorGroup group, Delivery delivery, String merchant) {
      return true;
    }
  }

  private static final class Forgetful extends PlainVerifier {
    @Override
    boolean isSwap(Delivery earlier, Delivery now, String merchantHeader) {
      return false;
    }
  }
}
