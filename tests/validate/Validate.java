import java.io.File;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Prints PASS or FAIL for every flavour and file, and under FAIL every clause broken: how often, how, where first. */
public class Validate {
    /** A clause that a file breaks. */
    private static final class Breach {
        int times;
        String first;
    }

    public static void main(String[] args) {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        int exit = 0;
        for (int file = 1; file < args.length; file++) {
            for (String flavour : args[0].split(",")) {
                exit = Math.max(exit, check(PDFAFlavour.fromString(flavour), new File(args[file])));
            }
        }
        System.exit(exit);
    }

    private static int check(PDFAFlavour flavour, File file) {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour)) {
            PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false);
            ValidationResult result = validator.validate(parser);
            boolean good = result.isCompliant();
            System.out.println((good ? "PASS " : "FAIL ") + flavour.getId() + " " + file
                    + " (" + result.getTotalAssertions() + " checks)");
            for (Map.Entry<String, Breach> breach : breaches(result).entrySet()) {
                System.out.println("   " + breach.getKey() + " x" + breach.getValue().times + "  " + breach.getValue().first);
            }
            return good ? 0 : 1;
        } catch (Exception problem) {
            System.out.println("ERROR " + flavour.getId() + " " + file + " " + problem);
            return 2;
        }
    }

    private static Map<String, Breach> breaches(ValidationResult result) {
        Map<String, Breach> all = new TreeMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                String clause = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                Breach breach = all.computeIfAbsent(clause, unused -> new Breach());
                breach.times++;
                if (breach.first == null) {
                    breach.first = assertion.getMessage() + " at " + assertion.getLocation().getContext();
                }
            }
        }
        return all;
    }
}
