#include "gateway/provider/number_plan.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace offing::provider {

namespace {

/// Beginnings of numbers, or stretches of them, in order. Geographic numbers are those that Ofcom has opened;
/// 2026-11.
struct Share {
    std::uint8_t digits;
    NumberKind kind;
    Region region;
    std::string_view beginnings;
};

// clang-format off
constexpr Share shares[] = {
    {10, NumberKind::fixed_line, Region::gb,
     "1130-1135 113730-113735 1138 1140-1145 114697-114709 1150-1152 11560-11651 1170-1174 "
     "1179-1184 1189 1200 1202 12040-12183 1223-1229 1233-1237 1239 1241-1246 1248-1250 1252-1264 "
     "1267-1271 1273-1280 1282-1318 1320 1322-1330 1332-1335 1337 1339-1344 1346-1350 1352-1364 "
     "1366-1369 1371-1373 1375-1377 1379-1384 1386-1389 1392-1395 1397-1398 1400 1403-1420 "
     "1422-1425 1427-1440 1442-1446 1449-1458 1460-1467 1469-1480 1482-1485 1487-1497 1499 "
     "1501-1503 1505-1520 1522 1524-1531 1535-1536 1538-1540 1542-1550 1553-1573 1575-1584 1586 "
     "1588 1590-1595 1597-1600 1603-1604 1606 1608-1623 1625-1626 1628-1631 1633-1639 1641-1644 "
     "1646-1647 1650-1656 1659 1661 1663-1678 1680-1681 1683-1692 1694-1695 1697-1698 1700 1702 "
     "1704 1706-1709 1720-1730 1732-1733 1736-1738 1740 1743-1754 1756-1761 1763-1773 1775-1780 "
     "1782 1784-1790 1792-1799 1803 1805-1809 1821-1825 1827-1830 1832-1835 1837-1838 1840-1845 "
     "1847-1848 1851-1852 1854-1859 1862-1866 1869-1880 1882-1890 1892 1895-1896 1899-1900 "
     "1902-1905 1908-1920 1922-1926 1928-1929 1931-1935 1937-1939 1942-1955 1957 1959 1962-1964 "
     "1967-1972 1974-1975 1977-1978 198 1992-1995 1997 200-201 203-204 207-208 230-231 238-241 247 "
     "280-284 286-292"},
    {9, NumberKind::fixed_line, Region::gb,
     "120461-120464 120872-120879 125451-125457 125459 12762 127631-127638 127661-127666 "
     "129720-129724 129732-129735 129822-129828 129870-129874 129877-129879 129883-129885 "
     "136382-136385 136472-136473 138470 138474-138479 138640-138641 138645 138647-138649 "
     "140441-140447 142022-142023 14208 146030 146052-146055 146057 146061-146068 146072-146078 "
     "146140 148052 148871-148873 152432-152437 152439 15246 15276 156260 156266-156269 156686 "
     "16064 160674-160677 160679 162955-162957 16353-16354 164724 164761 165950 165958 "
     "165966-165967 165974 169550-169554 169772-169773 172661 172663-172677 17442 175020-175023 "
     "175032 175042 175052 175062 175076 175082 17688 18275-18276 183752-183755 183782-183783 "
     "183789 188432-188435 188438 190061-190068 190085 19052 193583 194661-194668 194920-194921 "
     "194981 196323 196331-196334 199561"},
    {10, NumberKind::fixed_line, Region::gg,
     "14812 14815-14819"},
    {10, NumberKind::fixed_line, Region::im,
     "1624230 16245-16248"},
    {10, NumberKind::fixed_line, Region::je,
     "15340-15342 15344-15348"},
    {10, NumberKind::mobile, Region::gb,
     "71000-74575 74577-75089 7510-7523 7525-7599 77000-77001 7701-7780 7782-7796 7798-7828 "
     "7830-7838 78400-79110 79112 79118 7912-7936 7938-7999"},
    {10, NumberKind::mobile, Region::gg,
     "7781 7839 79111 79117"},
    {10, NumberKind::mobile, Region::im,
     "74576 7524 762400-762450 762456 76246 76248-76249"},
    {10, NumberKind::mobile, Region::je,
     "7509 77003 77007-77008 7797 7829 7937"},
    {10, NumberKind::pager, Region::gb,
     "7600-7602 7608 7623 7625-7626 7634 7640-7641 7643-7644 76464 7647 7654 7659-7663 76652 7666 "
     "7669 7677 7681 7684 7691 7693 7699"},
    {10, NumberKind::personal, Region::gb,
     "70"},
    {10, NumberKind::voip, Region::gb,
     "56"},
    {10, NumberKind::uan, Region::gb,
     "30 33-34 37 55"},
    {10, NumberKind::toll_free, Region::gb,
     "800 808"},
    {9, NumberKind::toll_free, Region::gb,
     "800"},
    {10, NumberKind::premium_rate, Region::gb,
     "842-845 870-873 90-91 982-984 989"},
    {10, NumberKind::premium_rate, Region::gg,
     "980-981"},
    // 0800 1111 (Childline) and 0845 464x (once NHS Direct).
    {7, NumberKind::toll_free, Region::gb, "8001111"},
    {7, NumberKind::premium_rate, Region::gb, "845464"},
};
// clang-format on

std::vector<NumberBlock> read_plan() {
    std::vector<NumberBlock> blocks;
    for (const Share& share : shares)
        for (std::string_view rest = share.beginnings; !rest.empty();) {
            const std::size_t end = std::min(rest.find(' '), rest.size());
            const std::string_view stretch = rest.substr(0, end);
            const std::size_t dash = std::min(stretch.find('-'), stretch.size());
            const std::string_view first = stretch.substr(0, dash);
            blocks.push_back({.first = first,
                              .last = dash == stretch.size() ? first : stretch.substr(dash + 1),
                              .digits = share.digits,
                              .kind = share.kind,
                              .region = share.region});
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    std::ranges::sort(blocks, {},
                      [](const NumberBlock& block) { return std::pair{block.digits, block.first}; });
    return blocks;
}

}  // namespace

std::string_view spell(Region region) {
    static constexpr std::array<std::string_view, 4> names{"GB", "GG", "IM", "JE"};
    return names[static_cast<std::size_t>(region)];
}

const NumberBlock* find_block(std::string_view national) {
    static const std::vector<NumberBlock> plan = read_plan();
    const auto key = [](const NumberBlock& block) {
        return std::pair<std::size_t, std::string_view>{block.digits, block.first};
    };
    const auto after = std::ranges::upper_bound(plan, std::pair{national.size(), national}, {}, key);
    if (after == plan.begin()) return nullptr;
    const NumberBlock& block = *std::prev(after);
    if (block.digits != national.size() || national.substr(0, block.last.size()) > block.last) return nullptr;
    return &block;
}

bool is_made_up(std::string_view national) {
    return national.size() == 10 && national.starts_with("7700900");
}

}  // namespace offing::provider
