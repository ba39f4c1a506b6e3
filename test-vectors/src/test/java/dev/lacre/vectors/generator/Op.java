package dev.lacre.vectors.generator;

/** An operation, as a receiver serves it in most tests. */
enum Op {
  V1_NEW_EVENT("v1/newEvent", "v1-newEvent-CREATED.json"),
  V1_NEW_LOGISTIC_EVENT("v1/newLogisticEvent", "newLogisticEvent-PENDING.json"),
  V1_CONFIRMATION_CODE("v1/confirmationCode", "confirmationCode.json"),
  V2_ORDER_EVENT("v2/orderEvent", "v2-orderEvent-CONFIRMED.json"),
  V2_ACCOUNT_EVENT("v2/accountEvent", "v2-accountEvent-PAYMENT_UPDATED.json"),
  V2_CUSTOMER_EVENT("v2/customerEvent", "v2-customerEvent-customer.updated.json"),
  V2_LOYALTY_EVENT("v2/loyaltyEvent", "v2-loyaltyEvent-loyalty.points.earned.json"),
  ORDERING_CHANNEL("ordering-channel", "v1-newEvent-CREATED.json");

  private final String operation;
  private final String payload;

  Op(String operation, String payload) {
    this.operation = operation;
    this.payload = payload;
  }

  String operation() {
    return operation;
  }

  /** The operation as one word of an id. */
  String word() {
    return operation.replace('/', '-');
  }

  /** A typical body. */
  String payload() {
    return payload;
  }

  /** Who sends it in most tests. */
  Sender sender() {
    return this == V1_NEW_LOGISTIC_EVENT || this == V1_CONFIRMATION_CODE
        ? Sender.LOGISTICS
        : Sender.ORDERING;
  }

  String path() {
    return this == ORDERING_CHANNEL ? "/stores/store-123/orders" : "/" + operation;
  }
}
