package dev.holdfast.setup.hardening;

import java.util.List;
import java.util.Optional;

/**
 * Other sites cannot frame the pages. A content security policy that lets one do so is named, never changed: it is there on
 * purpose.
 *
 * @param option X-Frame-Options, which counts where the policy says nothing of frames
 */
record FrameControl(SettingControl option) implements Control {
    @Override
    public String id() {
        return option.id();
    }

    @Override
    public String title() {
        return option.title();
    }

    @Override
    public List<String> standards() {
        return option.standards();
    }

    @Override
    public String mend() {
        return option.mend();
    }

    @Override
    public Optional<Finding> find(RealmFacts realm, Profile profile) {
        Optional<Finding> byOption = option.find(realm, profile);
        return ancestors(realm)
                .map(ancestors -> byOption.map(finding -> finding(
                        new Shown.Verbatim(ancestors.text()),
                        new Shown.AnyOf(
                                List.of(FrameAncestors.DIRECTIVE + " 'self'", FrameAncestors.DIRECTIVE + " 'none'")),
                        ancestors.areOwn() ? Finding.Outcome.PASS : Finding.Outcome.FAIL,
                        false)))
                .orElse(byOption);
    }

    @Override
    public Optional<Change> change(RealmFacts realm, Profile profile) {
        return ancestors(realm).isPresent() ? Optional.empty() : option.change(realm, profile);
    }

    private static Optional<FrameAncestors> ancestors(RealmFacts realm) {
        return realm.value(RealmSetting.CONTENT_SECURITY_POLICY).flatMap(FrameAncestors::of);
    }
}
