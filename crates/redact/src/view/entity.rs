//! Character references: `&name;`, `&#64;`, `&#x40;`.
//!
//! The names are those of the XHTML document types, and of the names that HTML 5 added those whose character
//! folds to ASCII or to nothing, for only these can hide a letter, a digit or a separator.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The longest name that is looked up.
const LONGEST_NAME: usize = 31;

/// The character of the reference at the start of `text` (which begins with `&`) and the length of the reference.
///
/// The semicolon after a number may be missing, as browsers allow; a name needs it.
pub(crate) fn parse(text: &[u8]) -> Option<(char, usize)> {
    match text.get(1)? {
        b'#' => numeric(text),
        _ => named(text),
    }
}

fn numeric(text: &[u8]) -> Option<(char, usize)> {
    let (radix, start) = if matches!(text.get(2)?, b'x' | b'X') { (16, 3) } else { (10, 2) };
    let mut value: u32 = 0;
    let mut end = start;
    while let Some(digit) = text.get(end).and_then(|b| char::from(*b).to_digit(radix)) {
        value = value.saturating_mul(radix).saturating_add(digit);
        end += 1;
    }
    if end == start || value == 0 {
        return None;
    }
    let closed = usize::from(text.get(end) == Some(&b';'));
    char::from_u32(value).map(|c| (c, end + closed))
}

fn named(text: &[u8]) -> Option<(char, usize)> {
    let name = text.iter().skip(1).take(LONGEST_NAME).take_while(|b| b.is_ascii_alphanumeric()).count();
    if text.get(name + 1) != Some(&b';') {
        return None;
    }
    let c = match text.get(1..=name)? {
        // Letters of the mathematical alphabets read as the letters themselves.
        [letter, b'f', b'r'] | [letter, b'o', b'p', b'f'] | [letter, b's', b'c', b'r']
            if letter.is_ascii_alphabetic() =>
        {
            char::from(*letter)
        }
        name => *NAMED.get(name)?,
    };
    Some((c, name + 2))
}

static NAMED: LazyLock<HashMap<&'static [u8], char>> = LazyLock::new(|| {
    let entry = |pair: &'static str| {
        let (name, code) = pair.trim().split_once(' ')?;
        Some((name.as_bytes(), char::from_u32(u32::from_str_radix(code, 16).ok()?)?))
    };
    NAMES.split(',').filter_map(entry).collect()
});

/// Name and code point.
const NAMES: &str = "
AElig c6, AMP 26, Aacute c1, Acirc c2, Acy 410, Agrave c0, Alpha 391, ApplyFunction 2061, Aring c5, Atilde c3,
Auml c4, Bernoullis 212c, Beta 392, CapitalDifferentialD 2145, Cayleys 212d, Ccedil c7, Chi 3a7, Colone 2a74, DD 2145,
DScy 405, Dagger 2021, Delta 394, DiacriticalGrave 60, DifferentialD 2146, ETH d0, Eacute c9, Ecirc ca, Egrave c8,
Epsilon 395, Equal 2a75, Eta 397, Euml cb, ExponentialE 2147, Fouriertrf 2131, GT 3e, Gamma 393, Hat 5e,
HilbertSpace 210b, IEcy 415, IJlig 132, Iacute cd, Icirc ce, Igrave cc, Im 2111, ImaginaryI 2148, InvisibleComma 2063,
InvisibleTimes 2062, Iota 399, Iukcy 406, Iuml cf, Jsercy 408, KHcy 425, Kappa 39a, Kcy 41a, LT 3c, Lambda 39b,
Laplacetrf 2112, Mcy 41c, MediumSpace 205f, Mellintrf 2133, Mu 39c, Ncy 41d, NegativeMediumSpace 200b,
NegativeThickSpace 200b, NegativeThinSpace 200b, NegativeVeryThinSpace 200b, NewLine a, NoBreak 2060,
NonBreakingSpace a0, Ntilde d1, Nu 39d, OElig 152, Oacute d3, Ocirc d4, Ocy 41e, Ograve d2, Omega 3a9, Omicron 39f,
Oslash d8, Otilde d5, Ouml d6, Phi 3a6, Pi 3a0, Poincareplane 210c, Prime 2033, Psi 3a8, QUOT 22, Rcy 420, Re 211c,
Rho 3a1, Scaron 160, Scy 421, Sigma 3a3, THORN de, TRADE 2122, Tab 9, Tau 3a4, Tcy 422, Theta 398, ThinSpace 2009,
Uacute da, Ucirc db, Ucy 423, Ugrave d9, UnderBar 5f, Upsilon 3a5, Uuml dc, Vcy 412, VerticalLine 7c,
VeryThinSpace 200a, Xi 39e, Yacute dd, Yuml 178, ZeroWidthSpace 200b, Zeta 396, aacute e1, acirc e2, acute b4,
acy 430, aelig e6, af 2061, agrave e0, alefsym 2135, alpha 3b1, amp 26, and 2227, ang 2220, apos 27, aring e5, ast 2a,
asymp 2248, atilde e3, auml e4, bdquo 201e, bernou 212c, beta 3b2, brvbar a6, bsol 5c, bull 2022, cap 2229, ccedil e7,
cedil b8, cent a2, chi 3c7, circ 2c6, circledS 24c8, clubs 2663, colon 3a, comma 2c, commat 40, complexes 2102,
cong 2245, copy a9, crarr 21b5, cup 222a, curren a4, dArr 21d3, dagger 2020, darr 2193, dash 2010, dd 2146, deg b0,
delta 3b4, diams 2666, divide f7, dollar 24, dscy 455, eacute e9, ecirc ea, ee 2147, egrave e8, ell 2113, empty 2205,
emsp 2003, emsp13 2004, emsp14 2005, ensp 2002, epsilon 3b5, equals 3d, equiv 2261, eta 3b7, eth f0, euml eb,
euro 20ac, excl 21, exist 2203, expectation 2130, exponentiale 2147, ffilig fb03, fflig fb00, ffllig fb04, filig fb01,
fllig fb02, fnof 192, forall 2200, frac12 bd, frac14 bc, frac34 be, frasl 2044, gamma 3b3, ge 2265, grave 60, gt 3e,
hArr 21d4, hairsp 200a, hamilt 210b, harr 2194, hearts 2665, hellip 2026, horbar 2015, hyphen 2010, iacute ed,
ic 2063, icirc ee, iecy 435, iexcl a1, igrave ec, ii 2148, ijlig 133, image 2111, imagline 2110, imagpart 2111,
incare 2105, infin 221e, int 222b, integers 2124, iota 3b9, iquest bf, isin 2208, it 2062, iukcy 456, iuml ef,
jsercy 458, kappa 3ba, khcy 445, lArr 21d0, lagran 2112, lambda 3bb, lang 2329, laquo ab, larr 2190, lbrace 7b,
lbrack 5b, lceil 2308, lcub 7b, ldquo 201c, le 2264, lfloor 230a, lowast 2217, lowbar 5f, loz 25ca, lpar 28, lrm 200e,
lsaquo 2039, lsqb 5b, lsquo 2018, lt 3c, macr af, mdash 2014, micro b5, midast 2a, middot b7, minus 2212, mldr 2026,
mu 3bc, nabla 2207, naturals 2115, nbsp a0, ndash 2013, ne 2260, ni 220b, nldr 2025, not ac, notin 2209, nsub 2284,
ntilde f1, nu 3bd, num 23, numero 2116, numsp 2007, oS 24c8, oacute f3, ocirc f4, ocy 43e, oelig 153, ograve f2,
oline 203e, omega 3c9, omicron 3bf, oplus 2295, or 2228, order 2134, orderof 2134, ordf aa, ordm ba, oslash f8,
otilde f5, otimes 2297, ouml f6, para b6, part 2202, percnt 25, period 2e, permil 2030, perp 22a5, phi 3c6,
phmmat 2133, pi 3c0, piv 3d6, planckh 210e, plus 2b, plusmn b1, pound a3, prime 2032, primes 2119, prod 220f,
prop 221d, psi 3c8, puncsp 2008, quaternions 210d, quest 3f, quot 22, rArr 21d2, radic 221a, rang 232a, raquo bb,
rarr 2192, rationals 211a, rbrace 7d, rbrack 5d, rceil 2309, rcub 7d, rcy 440, rdquo 201d, real 211c, realine 211b,
realpart 211c, reals 211d, reg ae, rfloor 230b, rho 3c1, rlm 200f, rpar 29, rsaquo 203a, rsqb 5d, rsquo 2019,
sbquo 201a, scaron 161, scy 441, sdot 22c5, sect a7, semi 3b, shy ad, sigma 3c3, sigmaf 3c2, sim 223c, sol 2f,
spades 2660, sub 2282, sube 2286, sum 2211, sup 2283, sup1 b9, sup2 b2, sup3 b3, supe 2287, szlig df, tau 3c4,
there4 2234, theta 3b8, thetasym 3d1, thinsp 2009, thorn fe, tilde 2dc, times d7, trade 2122, uArr 21d1, uacute fa,
uarr 2191, ucirc fb, ucy 443, ugrave f9, uml a8, upsi 3c5, upsih 3d2, upsilon 3c5, uuml fc, verbar 7c, vert 7c,
weierp 2118, xi 3be, yacute fd, yen a5, yuml ff, zeetrf 2128, zeta 3b6, zwj 200d, zwnj 200c";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_and_numeric_references_are_decoded() {
        for (text, c, len) in [
            ("&commat;x", '@', 8),
            ("&#64;x", '@', 5),
            ("&#x0040;x", '@', 8),
            ("&#64x", '@', 4),
            ("&shy;", '\u{ad}', 5),
            ("&Jfr;&jopf;", 'J', 5),
            ("&jopf;&Escr;", 'j', 6),
            ("&Escr;", 'E', 6),
        ] {
            assert_eq!(parse(text.as_bytes()), Some((c, len)), "{text}");
        }
    }

    #[test]
    fn what_is_no_reference_stays() {
        for text in ["&", "&;", "&nosuch;", "&amp", "&#;", "&#x;", "&#0;", "&#xd800;", "&#99999999999;", "& amp;"] {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
        assert_eq!(NAMED.len(), NAMES.split(',').count(), "the table is not whole");
    }
}
