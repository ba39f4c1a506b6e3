package dev.lacre.vectors.generator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Every vector file, made anew. */
public final class VectorFiles {

  private VectorFiles() {}

  /** Returns the text of each file by its name. */
  public static Map<String, String> all() {
    Map<String, String> files = new LinkedHashMap<>();
    file(files, "sig", "what is signed: the exact bytes of the body", SigVectors.drafts());
    file(files, "sig-shape", "how the signature is written", SigShapeVectors.drafts());
    file(files, "key", "which key signs", KeyVectors.drafts());
    file(files, "header", "the identity headers", HeaderVectors.drafts());
    file(files, "merchant", "for whom it is", MerchantVectors.drafts());
    file(files, "address", "from where it comes", AddressVectors.drafts());
    file(files, "replay", "what comes again", ReplayVectors.drafts());
    return files;
  }

  /** Writes the files into a folder. */
  public static void write(Path folder) throws IOException {
    for (Map.Entry<String, String> file : all().entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }

  private record GroupKey(Receiver receiver, Rules rule) {}

  private static void file(
      Map<String, String> files, String name, String title, List<Draft> drafts) {
    Map<GroupKey, ObjectNode> groups = new LinkedHashMap<>();
    Map<String, String> bugs = new TreeMap<>();
    Map<String, String> flags = new TreeMap<>();
    Set<String> ids = new HashSet<>();
    for (Draft draft : drafts) {
      if (!ids.add(draft.id)) {
        throw new IllegalStateException("two tests are called " + draft.id);
      }
      GroupKey key = new GroupKey(draft.receiver, draft.rule);
      ObjectNode group = groups.computeIfAbsent(key, first -> group(name, key, groups));
      ((ArrayNode) group.get("tests")).add(draft.json(bugs, flags));
    }
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("$schema", "vectors.schema.json");
    root.put("format", "lacre-vectors");
    root.put("version", 1);
    root.put("file", name);
    root.put("title", title);
    root.put("numberOfTests", drafts.size());
    put(root.putObject("bugs"), bugs);
    put(root.putObject("flags"), flags);
    ArrayNode list = root.putArray("groups");
    groups.values().forEach(list::add);
    files.put(name + ".json", JsonText.of(root));
  }

  private static ObjectNode group(String file, GroupKey key, Map<GroupKey, ObjectNode> before) {
    ObjectNode group = JsonNodeFactory.instance.objectNode();
    String rule = key.rule.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    String id = file + "/" + key.receiver.op().word() + "/" + rule;
    long same =
        before.values().stream()
            .map(each -> each.path("id").asText())
            .filter(each -> each.equals(id) || each.startsWith(id + "-"))
            .count();
    group.put("id", same == 0 ? id : id + "-" + (same + 1));
    ObjectNode spec = group.putObject("spec");
    spec.put("document", key.rule.document());
    spec.put("section", key.rule.section());
    spec.put("quote", key.rule.quote());
    group.put("level", key.rule.level().name());
    key.receiver.addTo(group);
    group.putArray("tests");
    return group;
  }

  private static void put(ObjectNode object, Map<String, String> sentences) {
    sentences.forEach(object::put);
  }
}
